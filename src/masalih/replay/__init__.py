"""When the verdicts turned: each recomputed from the rows that were known on a day.

`evidence` holds for every computed verdict the smallest function that takes its arguments from the
rows there are; `chapter_rules` takes the rule itself from the cell in which readers see it; `turns`
walks through the days on which a row came and writes the table `verdict_turns`.
"""
