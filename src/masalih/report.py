"""What an editor asks of the data package: how much is there, how old, and from where?"""

import pandas as pd

from masalih import data

STALE_AFTER = 365  # days without a newer figure


def status(today=None):
    """One row a motive, by its name.

    Columns series, observations, first and last day (Timestamps), days since, stale, primary (share
    of primary sources, 0 to 1).
    """
    today = pd.Timestamp.today().normalize() if today is None else pd.Timestamp(today)
    series, sources, rows = data.series(), data.sources(), data.observations()
    rows = rows.assign(
        motive=rows["series"].map(series["motive"]),
        primary=rows["source"].map(sources["primary"]).astype(float),
    )
    happened = rows[rows["end"] <= today]  # plans lie ahead and do not make a motive fresh
    table = rows.groupby("motive").agg(
        series=("series", "nunique"),
        observations=("id", "size"),
        first=("start", "min"),
        primary=("primary", "mean"),
    )
    table.insert(3, "last", happened.groupby("motive")["end"].max())
    table.insert(4, "days", (today - table["last"]).dt.days)
    table.insert(5, "stale", table["days"] > STALE_AFTER)
    return table


def readings(name: str, day) -> pd.DataFrame:
    """Every figure for one thing on one day.

    Rows of the series and of its rivals whose period holds `day`.

    Columns of observations() plus counter (who counts), in order of series. DataError for an
    unknown series.
    """
    data.observations(name)  # names near matches when there is no such series
    series, day = data.series(), pd.Timestamp(day)
    rivals = [
        *series.at[name, "rival_of"],
        *series.index[[name in others for others in series["rival_of"]]],
    ]
    rows = data.observations(*dict.fromkeys([name, *rivals]))
    rows = rows[(rows["start"] <= day) & (day <= rows["end"])]
    return rows.assign(
        counter=rows["by"].where(rows["by"] != "", rows["series"].map(series["counter"]))
    ).reset_index(drop=True)


def print_status():
    """`masalih status`: the table of status(), and 0."""
    table = status()
    table = table.assign(
        first=table["first"].dt.strftime("%Y-%m-%d"),
        last=table["last"].dt.strftime("%Y-%m-%d"),
        stale=table["stale"].map({True: "stale", False: ""}),
        primary=(table["primary"] * 100).round().astype(int).astype(str) + "%",
    )
    print(table.reset_index().to_string(index=False))
    return 0


def print_series(name):
    """`masalih show SERIES`: its definition and rows with their sources, and 0.

    Or one line that names near matches, and 1.
    """
    try:
        rows = data.observations(name)
    except data.DataError as error:
        print(error)
        return 1
    about, sources = data.series().loc[name], data.sources()
    print(
        f"{name}: {about['name_en']} · "
        f"{about['name_ar']}\n{about['definition_en']}\n{about['definition_ar']}"
    )
    print(
        f"unit {about['unit']}, counted by {about['counter']}, {about['measure']}; rivals: "
        f"{', '.join(about['rival_of']) or 'none'}\n"
    )
    shown = pd.DataFrame(
        {
            "id": rows["id"],
            "start": rows["start"].dt.strftime("%Y-%m-%d"),
            "end": rows["end"].dt.strftime("%Y-%m-%d"),
            "value": [_amount(row) for row in rows.itertuples()],
            "bound": rows["bound"],
            "place": rows["place"],
            "confidence": rows["confidence"],
            "publisher": rows["source"].map(sources["publisher"]),
            "url": rows["source"].map(sources["url"]),
        }
    )
    print(shown.to_string(index=False))
    return 0


def _amount(row):
    return f"{row.low:,g}–{row.high:,g}" if pd.isna(row.value) else f"{row.value:,g}"
