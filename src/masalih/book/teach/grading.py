"""The grading sheet: levels go in, and the mark of each student adds up by itself.

Weights and criteria are those that the page `assessment` tells students; a test holds the two
together.
"""

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from masalih.translation import translator

STUDENTS, FIRST = 40, 3  # rows for students, and the first of them, counted from 0
LATE, DAYS = 5, 3  # points for each day, and the day after which nothing is accepted


def instruments(_):
    """[(name, weight)] of what makes the mark, in the order of the page."""
    names = (
        _("First memo"),
        _("Last memo"),
        _("Worksheet of session 4"),
        _("Simulation"),
        _("Exercises and questions"),
        _("Participation"),
    )
    return list(zip(names, (15, 25, 15, 25, 10, 10), strict=True))


def memo(_):
    return [
        (_("Question and recommendation"), 20),
        (_("Evidence and its limits"), 30),
        (_("The opposite view"), 20),
        (_("What would change the recommendation"), 15),
        (_("Language and length"), 15),
    ]


def simulation(_):
    return [
        (_("Citing"), 30),
        (_("Word and count"), 15),
        (_("The role"), 20),
        (_("The text"), 20),
        (_("After the game"), 15),
    ]


def participation(_):
    return [
        (_("Clerk of one session"), 25),
        (_("Objector of one session"), 25),
        (_("Exit cards"), 30),
        (_("Written question"), 20),
    ]


def write(folder, edition):
    """Write grading-<edition>.xlsx into a folder; its path."""
    path, _ = folder / f"grading-{edition}.xlsx", translator(edition)
    folder.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        Sheets(book, edition, _).write()
    return path


class Sheets:
    """The sheets of one workbook, which name one another's cells."""

    def __init__(self, book, edition, gettext):
        self.book, self.edition, self.text = book, edition, gettext
        self.head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#e6eaee"})
        self.open = book.add_format({"bg_color": "#fff8dc", "num_format": "0.##"})
        self.sum = book.add_format({"bold": True, "num_format": "0.0"})

    def write(self):
        _ = self.text
        names = [name for name, _weight in instruments(_)]
        marks = self.add(_("Marks"))  # the first that a teacher sees
        filled = {
            0: self.levels(names[0], memo(_), late=True),
            1: self.levels(names[1], memo(_), late=True),
            3: self.levels(names[3], simulation(_)),
            5: self.levels(names[5], participation(_)),
        }
        self.marks(marks, filled)

    def add(self, name):
        sheet = self.book.add_worksheet(name)
        if self.edition == "ar":
            sheet.right_to_left()
        sheet.freeze_panes(FIRST, 1)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 10, 15)
        return sheet

    def begin(self, sheet, parts, note):
        """What a column is called and weighs, and whether the weights sum to a hundred."""
        _ = self.text
        last = len(parts)
        sheet.write(0, 0, note)
        sheet.write_row(1, 0, [_("Student"), *(name for name, _weight in parts)], self.head)
        sheet.write_row(2, 0, [_("Weight"), *(weight for _name, weight in parts)], self.head)
        weights = f"B3:{xl_col_to_name(last)}3"
        right, wrong = _("The weights sum to 100."), _("The weights do not sum to 100.")
        sheet.write_formula(
            0, last + 1, f'=IF(SUM({weights})=100,"{right}","{wrong}")', self.head, right
        )

    def levels(self, name, parts, late=False):
        """A sheet of levels from 0 to 1; the column of its marks, as another sheet names it."""
        _ = self.text
        sheet, last = self.add(name), len(parts)
        self.begin(sheet, parts, _("Write levels: 1 complete, 0.5 sufficient, 0 wanting."))
        heads = [_("Days late"), _("Mark of 100")] if late else [_("Mark of 100")]
        sheet.write_row(1, last + 1, heads, self.head)
        mark = last + len(heads)
        area = FIRST, 1, FIRST + STUDENTS - 1
        rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
        sheet.data_validation(area[0], area[1], area[2], last, rule)
        if late:
            days = {"validate": "integer", "criteria": ">=", "value": 0}
            sheet.data_validation(FIRST, last + 1, area[2], last + 1, days)
        for row in range(FIRST, FIRST + STUDENTS):
            student = f"'{_('Marks')}'!{xl_rowcol_to_cell(row, 0)}"
            sheet.write_formula(row, 0, f'=IF({student}="","",{student})', None, "")
            for column in range(1, mark):
                sheet.write_blank(row, column, None, self.open)
            given = f"{xl_rowcol_to_cell(row, 1)}:{xl_rowcol_to_cell(row, last)}"
            points = f"SUMPRODUCT($B$3:${xl_col_to_name(last)}$3,{given})"
            if late:
                day = xl_rowcol_to_cell(row, last + 1)
                points = f"IF({day}>{DAYS},0,MAX(0,{points}-{LATE}*{day}))"
            sheet.write_formula(row, mark, f'=IF(COUNT({given})=0,"",{points})', self.sum, "")
        return f"'{name}'!{{}}".format, mark

    def marks(self, sheet, filled):
        """The sheet of marks: what other sheets give, what is typed in, and the final mark."""
        _ = self.text
        parts = instruments(_)
        self.begin(sheet, parts, _("Write names here; yellow cells are yours to fill."))
        last = len(parts)
        sheet.write_row(1, last + 1, [_("Final mark")], self.head)
        for row in range(FIRST, FIRST + STUDENTS):
            sheet.write_blank(row, 0, None, self.open)
            for column in range(1, last + 1):
                if column - 1 in filled:
                    cell, mark = filled[column - 1]
                    sheet.write_formula(
                        row, column, f"={cell(xl_rowcol_to_cell(row, mark))}", None, ""
                    )
                else:
                    sheet.write_blank(row, column, None, self.open)
            given = f"{xl_rowcol_to_cell(row, 1)}:{xl_rowcol_to_cell(row, last)}"
            total = f"SUMPRODUCT($B$3:${xl_col_to_name(last)}$3,{given})/100"
            sheet.write_formula(
                row, last + 1, f'=IF(COUNT({given})=0,"",ROUND({total},1))', self.sum, ""
            )
        end = FIRST + STUDENTS
        sheet.write(end, 0, _("Mean of those marked"), self.head)
        for column in range(1, last + 2):
            name = xl_col_to_name(column)
            mean = f'=IFERROR(AVERAGE({name}{FIRST + 1}:{name}{end}),"")'
            sheet.write_formula(end, column, mean, self.sum, "")
