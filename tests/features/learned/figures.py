"""Works out the figures anew, with pandas, from the four files of facts in a folder; prints them as JSON."""

import json
import sys
from pathlib import Path

import pandas as pd

folder = Path(sys.argv[1])
fans, concerts, tickets, scans = (
    pd.read_csv(folder / f"{name}_facts.csv", encoding="utf-8-sig") for name in ("fan", "concert", "ticket", "scan")
)

# Nights that were, the earliest first. The one to come is the one where nobody went in.
nights = concerts[(concerts["cancelled"] == 0) & (concerts["came"] > 0)].sort_values("doors_at")
order = nights["concert"].tolist()

# People from the tickets alone: a place is one person, however often they went in and out.
valid = tickets[tickets["state"] == "valid"]
people = tickets[["entries", "people"]].min(axis=1).groupby(tickets["concert"]).sum().reindex(order)
expected = valid.groupby("concert")["people"].sum().reindex(order)
absent = (expected - people).clip(lower=0)
growth = (people.pct_change() * 100).dropna()

# Different fans: those in with a ticket, and those who said the word, of whom none was in with a ticket as well.
inside = tickets[tickets["entries"] > 0].groupby("concert")["fan_id"].nunique().reindex(order, fill_value=0)
everybody = inside + nights.set_index("concert")["said_word"]
came = fans[fans["came"] > 0]
by_day = nights.set_index("day")["concert"]
first = came["first_came"].map(by_day)
new = first.value_counts().reindex(order, fill_value=0)

bands = pd.cut(
    came["age"].where(came["age"].between(0, 120)),
    [-1, 17, 24, 34, 44, 120],
    labels=["0-17", "18-24", "25-34", "35-44", "45"],
).cat.add_categories("unknown").fillna("unknown")
visits = pd.cut(came["came"], [0, 1, 2, 4, 10_000], labels=["1", "2", "3-4", "5"])
constancy = pd.crosstab(bands, visits, dropna=False)

money = tickets.groupby("concert")["paid_cents"].sum().reindex(order)
played = concerts.loc[concerts["cancelled"] == 0, "concert"]
methods = tickets[tickets["concert"].isin(played)].groupby("payment_method")["paid_cents"].sum()
reach = {concert: [int((came["came"][first == concert] >= times).sum()) for times in range(1, 6)] for concert in order}

of_night = scans[scans["concert"].isin(order)]
refused = of_night[~of_night["shown"].isin(["admitted", "undone", "exited"])]["shown"].value_counts()


def plain(series):
    return {str(name): int(value) for name, value in series.items()}


print(
    json.dumps(
        {
            "order": order,
            "people": plain(people),
            "expected": plain(expected),
            "absent": plain(absent),
            "growth": {name: float(value) for name, value in growth.items()},
            "fans": plain(everybody),
            "new": plain(new),
            "constancy": constancy.to_numpy().tolist(),
            "money": plain(money),
            "methods": sorted(plain(methods[methods > 0]).values(), reverse=True),
            "reach": reach,
            "refused": sorted(plain(refused).values(), reverse=True),
        }
    )
)
