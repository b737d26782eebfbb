"""What an editor asks of the data package: how much is there, how old, and from where?"""

import pandas as pd

from masalih import data
from masalih.rhythm import rhythm

STALE_AFTER = 365  # days without a newer figure
WIDTH = 44  # letters of the longest ids


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


def due(today=None):
    """The series whose rhythm says that a figure should be out by now, the longest due first.

    A frame by id with motive, last and due (Timestamps: the last day of the last period and of the
    next one), stopped (bool: so long ago that the series may have ended), source and url of the
    last row. Series that keep no rhythm, and those not due, are left out.
    """
    today = pd.Timestamp.today().normalize() if today is None else pd.Timestamp(today)
    series, sources, found = data.series(), data.sources(), {}
    rows = data.observations()
    for name, own in rows[rows["end"] <= today].groupby("series"):
        kept = rhythm(own["end"], today)
        if kept and kept.next <= today:
            last = own.loc[own["end"].idxmax()]
            found[name] = {
                "motive": series.at[name, "motive"],
                "last": last["end"],
                "due": kept.next,
                "stopped": kept.stopped,
                "source": last["source"],
                "url": sources.at[last["source"], "url"],
            }
    columns = ["motive", "last", "due", "stopped", "source", "url"]
    table = pd.DataFrame.from_dict(found, orient="index", columns=columns)
    return table.rename_axis("series").sort_values(["due", "series"])


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


def print_status(motive=None, today=None):
    """`masalih status`: the table of status(), then what is due and where to look; 0.

    Or one line that names the motives where there is no such one, and 1.
    """
    table = status(today)
    if motive and motive not in table.index:
        print(f"There is no motive {motive!r}. The motives are {', '.join(table.index)}.")
        return 1
    table = table.loc[[motive]] if motive else table
    table = table.assign(
        first=table["first"].dt.strftime("%Y-%m-%d"),
        last=table["last"].dt.strftime("%Y-%m-%d"),
        stale=table["stale"].map({True: "stale", False: ""}),
        primary=(table["primary"] * 100).round().astype(int).astype(str) + "%",
    )
    print(table.reset_index().to_string(index=False))
    waiting = due(today)
    waiting = waiting[waiting["motive"].isin(table.index)]
    for stopped, title in (
        (False, "Due, by the rhythm of their rows; look first where the last figure was:"),
        (True, "Three steps overdue or more, so perhaps ended:"),
    ):
        print(f"\n{title}")
        for name, row in waiting[waiting["stopped"] == stopped].iterrows():
            days = f"last {row['last']:%Y-%m-%d}  next {row['due']:%Y-%m-%d}"
            print(f"{name:<{WIDTH}}  {row['motive']:<8}  {days}  {row['url']}")
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
