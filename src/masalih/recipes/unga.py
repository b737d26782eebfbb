"""Where states stand in the votes of the UN General Assembly (Bailey, Strezhnev and Voeten)."""

SOURCE = "unga-2020-04-ideal-points"
PLACES = {
    "China": "china",
    "Iran": "iran",
    "Iraq": "iraq",
    "Jordan": "jordan",
    "Kuwait": "kuwait",
    "Russia": "russia",
    "Saudi Arabia": "saudi-arabia",
    "Syria": "syria",
    "Turkey": "turkiye",
    "United States": "united-states",
}


def points(raw):
    """Their file of April 2020: country, year, vote_set, ideal_point, q5, q95, n_votes."""
    rows = [row for row in raw if row["vote_set"] == "all" and int(row["year"]) >= 2003]
    for row in sorted(rows, key=lambda row: (int(row["year"]), PLACES[row["country"]])):
        yield {
            "year": row["year"],
            "place": PLACES[row["country"]],
            "ideal_point": f"{float(row['ideal_point']):.3f}",
            "low": f"{float(row['q5']):.3f}",
            "high": f"{float(row['q95']):.3f}",
            "votes": row["n_votes"],
            "source": SOURCE,
        }
