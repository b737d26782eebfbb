"""Small controls in the page of a chapter: move a weight, a count or a line, and see the answer.

Each is computed here and, alike, by book/assets/controls.js; tests/test_controls.py holds the two
together. Where no script runs, and on paper, a control says what the book's own setting gives.
"""

from masalih.controls.balance import weights as weights
from masalih.controls.draws import lots as lots
from masalih.controls.emptying import forecast as forecast
from masalih.controls.labels import shuffle as shuffle
