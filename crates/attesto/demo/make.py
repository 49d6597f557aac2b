#!/usr/bin/env python3
"""Makes the files of the demo's cohort out of the plain ones in tests/pilot, as three offices would send them.

Run with openpyxl installed (`pip install openpyxl==3.1.5`); the workbooks are what that library writes. Every draw is
seeded, so text files come out the same each time. What is special about whom stands in the tables below.
"""
import csv, datetime as dt, hashlib, pathlib, random, re, zipfile
import openpyxl

HERE = pathlib.Path(__file__).parent
PILOT = HERE / "../../../tests/pilot"
SCHEME = "https://attesto.example/demo-body/schemes/social-innovation-manager/1.0"
PROJECT = ["P1", "P2", "P3", "P4", "P5", "P6"]
# Webinars: day, begin and end by the wall of Athens and Bucharest; Rome's is an hour less. W6 lies across the end of
# summer time: 120 minutes, of which a wall shows 60.
WEBINARS = {
    "W1": ("2026-09-22", "16:00", "18:00"), "W2": ("2026-09-29", "16:00", "18:00"),
    "W3": ("2026-10-06", "16:00", "18:00"), "W4": ("2026-10-13", "16:00", "18:00"),
    "W5": ("2026-10-20", "16:00", "17:30"), "W6": ("2026-10-25", "03:00", "04:00"),
    "W7": ("2026-11-03", "16:00", "17:30"), "W8": ("2026-11-10", "16:00", "17:30"),
}
TWICE = {("GR-003", "W2"), ("IT-005", "W1"), ("RO-003", "W4"), ("RO-010", "W6")}          # joins twice
OTHER_NAME = {("IT-009", "W3"): "iPad di Bea", ("GR-011", "W1"): "Sofaki", ("RO-006", "W2"): "Sala 12"}
TEN_MINUTES = {("GR-004", "W2"), ("IT-012", "W3"), ("RO-018", "W2")}                        # and then gone
CLOCK = {("IT-008", "W6"): "02:50"}                                                        # a time shown twice
HOST = ("Demo Host", "host@attesto.example", "Organizer")
GUESTS = {("it", "W2"): ("Anna Ospite", "anna.ospite@consulenza.example", "Attendee")}     # no candidate
LATE = {"RO-016", "RO-017", "RO-018", "RO-019", "RO-020"}
CEDILLAS = {"RO-002", "RO-004", "RO-010", "RO-012", "RO-016", "RO-018"}


def people(name, delimiter):
    with open(PILOT / name, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=delimiter))
    for row in rows:
        if row["candidate"] == "IT-002":
            row.update(given_name="Nicolò", family_name="D'Angelo", given_name_latin="Nicolò",
                       family_name_latin="D'Angelo", email="nicolo.d-angelo@amministrazione.example")
        if row["candidate"] == "IT-008":
            row.update(W7="yes")
        draw = random.Random(row["candidate"])
        row["born"] = dt.date(1968, 1, 1) + dt.timedelta(days=draw.randrange(12_000))
        day = dt.date.fromisoformat(row["assessed_on"]) if row["assessed_on"] else dt.date(2026, 10, 13)
        row["day"] = day + dt.timedelta(days=35)
    return rows


def cedillas(text):
    return text.translate(str.maketrans("șȘțȚ", "şŞţŢ"))


def write_text(path, table, separator, encoding, bom=b""):
    path = HERE / path
    path.parent.mkdir(exist_ok=True)
    quoted = lambda cell: f'"{cell}"' if any(c in cell for c in (separator, '"', "\n")) else cell
    text = "".join(separator.join(quoted(str(cell)) for cell in row) + "\r\n" for row in table)
    path.write_bytes(bom + text.encode(encoding))


def write_workbook(path, title, table):
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = dt.datetime(2026, 11, 20)
    sheet = book.active
    sheet.title = title
    for row in table:
        sheet.append([None if cell == "" else cell for cell in row])
    for column in sheet.iter_cols():
        for cell in column:
            if isinstance(cell.value, dt.date):
                cell.number_format = "dd.mm.yyyy"
    path = HERE / path
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    # The library writes the time of day into the package; the same bytes each time are worth more.
    parts = [(info.filename, zipfile.ZipFile(path).read(info)) for info in zipfile.ZipFile(path).infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts:
            data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-11-20T00:00:00Z", data)
            package.writestr(zipfile.ZipInfo(name, (2026, 11, 20, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def number(text):
    return "" if text == "" else float(text) if "." in text else int(text)


def stays(rows, country, unit):
    """The rows of a meeting: name, join, leave, e-mail, role; a wall clock, so hours past 02:00 UTC are plain text."""
    day, begin, end = WEBINARS[unit]
    back = 1 if country == "it" else 0
    clock = lambda text: dt.datetime.fromisoformat(f"{day}T{text}:00") - dt.timedelta(hours=back)
    begin, end = clock(begin), clock(end)
    minutes = {"W5": 90, "W7": 90, "W8": 90}.get(unit, 120)
    meeting = []

    def sit(who, email, join, leave, role="Attendee"):
        meeting.append((who, join, leave, email, role))

    sit(HOST[0], HOST[1], begin - dt.timedelta(minutes=15), end + dt.timedelta(minutes=10), HOST[2])
    if (country, unit) in GUESTS:
        name, email, role = GUESTS[(country, unit)]
        sit(name, email, begin + dt.timedelta(minutes=2), end - dt.timedelta(minutes=1), role)
    for row in rows:
        who, key = row["candidate"], (row["candidate"], unit)
        draw = random.Random(f"{who}{unit}")
        name = OTHER_NAME.get(key, f"{row['given_name']} {row['family_name']}")
        email = row["email"].title() if draw.random() < 0.1 else row["email"]
        join = begin - dt.timedelta(seconds=draw.randrange(20, 280))
        leave = end + dt.timedelta(seconds=draw.randrange(5, 300))
        if key in CLOCK:
            sit(name, email, join, clock(CLOCK[key]) + dt.timedelta(hours=back))
        elif key in TEN_MINUTES:
            sit(name, email, join, begin + dt.timedelta(minutes=10))
        elif key in TWICE and unit != "W6":
            middle = begin + dt.timedelta(minutes=minutes // 2)
            sit(name, email, join, middle)
            sit(name, email, middle - dt.timedelta(minutes=20), leave)
        elif key in TWICE:
            sit(name, email, join, leave)
            sit(name, email, join + dt.timedelta(seconds=200), leave - dt.timedelta(seconds=2))
        elif row[unit] == "yes":
            if unit != "W6" and draw.random() < 0.2:
                join = begin + dt.timedelta(minutes=draw.randrange(1, minutes // 5))
            sit(name, email, join, leave)
    random.Random(f"{country}{unit}").shuffle(meeting)
    return meeting


def meetings(rows, country):
    form = {"gr": "%d/%m/%Y %H:%M:%S", "it": "%d/%m/%Y, %H:%M:%S", "ro": "%d.%m.%Y %H:%M:%S"}[country]
    for unit in WEBINARS:
        table = [["Full Name", "Join Time", "Leave Time", "Duration", "Email", "Role"]]
        for name, join, leave, email, role in stays(rows, country, unit):
            # What the tool itself shows: the difference of the walls, wrong in the night of the change.
            shown = f"{int((leave - join).total_seconds()) // 60}m"
            table.append([name, join.strftime(form), leave.strftime(form), shown, email, role])
        write_text(f"{FOLDER[country]}/{unit}.tsv", table, "\t", "utf-16-le", b"\xff\xfe")


FOLDER = {"gr": "greece", "it": "italy", "ro": "romania"}


def greece():
    rows = people("greece.csv", ",")
    save = lambda name, table: write_text(f"greece/{name}.csv", table, ";", "cp1253")
    born = lambda row: row["born"].strftime("%d/%m/%Y")
    save("candidates", [["Κωδικός", "Επώνυμο", "Όνομα", "Επώνυμο (λατινικά)", "Όνομα (λατινικά)", "Ημ. γέννησης",
                         "Ηλ. ταχυδρομείο", "Υπηρεσία"]] +
         [[r["candidate"], r["family_name"], r["given_name"], r["family_name_latin"], r["given_name_latin"], born(r),
           r["email"], "Γραμματεία"] for r in rows])
    save("written", [["Κωδικός", "Βαθμός"]] + [[r["candidate"], r["test"]] for r in rows if r["test"]])
    save("project", [["Κωδικός", "Κρ. 1", "Κρ. 2", "Κρ. 3", "Κρ. 4", "Κρ. 5", "Κρ. 6", "Εξεταστές"]] +
         [[r["candidate"]] + [r[p] for p in PROJECT] + [r["examiner"] or "examiner-gr"] for r in rows])
    word = {"yes": "ναι", "no": "όχι", "": ""}
    save("interview", [["Κωδικός", "Υποστηρίζει", "Ηγείται", "Εξεταστές", "Ημερομηνία"]] +
         [[r["candidate"], word[r["defends"]], word[r["leads"]], r["examiner"], r["day"].strftime("%d/%m/%Y")]
          for r in rows if r["defends"]])
    meetings(rows, "gr")


def italy():
    rows = people("italy.csv", ";")
    comma = lambda text: text.replace(".", ",")
    save = lambda name, table: write_text(f"italy/{name}.csv", table, ";", "utf-8", b"\xef\xbb\xbf")
    save("candidates", [["Codice", "Cognome", "Nome", "E-mail", "Nato il"]] +
         [[r["candidate"], r["family_name"], r["given_name"], r["email"], r["born"].strftime("%d/%m/%Y")]
          for r in rows])
    save("written", [["Codice", "Punteggio"]] + [[r["candidate"], comma(r["test"])] for r in rows if r["test"]])
    save("project", [["Codice"] + [f"Criterio {n}" for n in range(1, 7)] + ["Esaminatori"]] +
         [[r["candidate"]] + [comma(r[p]) for p in PROJECT] + [r["examiner"]] for r in rows])
    word = {"yes": "sì", "no": "no", "": ""}
    save("interview", [["Codice", "Difende", "Guida", "Esaminatori", "Data"]] +
         [[r["candidate"], word[r["defends"]], word[r["leads"]], r["examiner"], r["day"].strftime("%d/%m/%Y")]
          for r in rows if r["defends"]])
    meetings(rows, "it")


def romania():
    rows = people("romania.csv", ",")
    old = lambda r, text: cedillas(text) if r["candidate"] in CEDILLAS else text
    write_workbook("romania/candidates.xlsx", "Candidați",
        [["Cod", "Nume", "Prenume", "E-mail", "Data nașterii"]] +
        [[r["candidate"], old(r, r["family_name"]), old(r, r["given_name"]), r["email"], r["born"]] for r in rows])
    write_workbook("romania/written.xlsx", "Test scris",
        [["Cod", "Punctaj"]] + [[r["candidate"], number(r["test"])] for r in rows])
    write_workbook("romania/project.xlsx", "Proiect",
        [["Cod"] + [f"Criteriul {n}" for n in range(1, 7)] + ["Examinatori"]] +
        [[r["candidate"]] + [number(r[p]) for p in PROJECT] + [r["examiner"] or "examiner-ro"] for r in rows])
    word = {"yes": "da", "no": "nu", "": ""}
    head = [["Cod", "Susține", "Conduce", "Examinatori", "Data"]]
    interview = lambda late: head + [
        [r["candidate"], word[r["defends"]], word[r["leads"]], r["examiner"], r["day"]]
        for r in rows if r["defends"] and (r["candidate"] in LATE) == late]
    write_workbook("romania/interview-1.xlsx", "Interviu", interview(False))
    write_workbook("romania/interview-2.xlsx", "Interviu", interview(True))
    for row in rows:
        row.update(given_name=old(row, row["given_name"]))
    meetings(rows, "ro")


def cohort():
    text = '''# The pilot cohort of the demo, as three offices send it. Every person in its files is invented.
# Made by make.py; the layouts say how each office writes, so that none changes its files.
format = 1
id = "pilot-2026"
scheme = "%s"
title = "Pilot cohort, autumn 2026: Greece, Italy, Romania"
zone = "Europe/Brussels"
trainers = ["trainer-1", "trainer-2"]

# What the meeting tool exports, the same everywhere but for the dates.
[[layouts]]
name = "meeting"
encoding = "utf-16le"
separator = "tab"
dates = "day-month-year"
ignore = ["Duration", "Role"]
columns = { name = "Full Name", join = "Join Time", leave = "Leave Time", email = "Email" }

[[layouts]]
name = "greek"
encoding = "windows-1253"
separator = "semicolon"
dates = "day-month-year"
yes = ["ναι"]
no = ["όχι"]
ignore = ["Υπηρεσία"]
[layouts.columns]
candidate = "Κωδικός"
family_name = "Επώνυμο"
given_name = "Όνομα"
family_name_latin = "Επώνυμο (λατινικά)"
given_name_latin = "Όνομα (λατινικά)"
birth_date = "Ημ. γέννησης"
email = "Ηλ. ταχυδρομείο"
test = "Βαθμός"
P1 = "Κρ. 1"
P2 = "Κρ. 2"
P3 = "Κρ. 3"
P4 = "Κρ. 4"
P5 = "Κρ. 5"
P6 = "Κρ. 6"
defends = "Υποστηρίζει"
leads = "Ηγείται"
examiner = "Εξεταστές"
assessed_on = "Ημερομηνία"

[[layouts]]
name = "italian"
separator = "semicolon"
decimal = "comma"
dates = "day-month-year"
yes = ["sì"]
[layouts.columns]
candidate = "Codice"
family_name = "Cognome"
given_name = "Nome"
email = "E-mail"
birth_date = "Nato il"
test = "Punteggio"
P1 = "Criterio 1"
P2 = "Criterio 2"
P3 = "Criterio 3"
P4 = "Criterio 4"
P5 = "Criterio 5"
P6 = "Criterio 6"
defends = "Difende"
leads = "Guida"
examiner = "Esaminatori"
assessed_on = "Data"

[[layouts]]
name = "romanian"
yes = ["da"]
no = ["nu"]
[layouts.columns]
candidate = "Cod"
family_name = "Nume"
given_name = "Prenume"
email = "E-mail"
birth_date = "Data nașterii"
test = "Punctaj"
P1 = "Criteriul 1"
P2 = "Criteriul 2"
P3 = "Criteriul 3"
P4 = "Criteriul 4"
P5 = "Criteriul 5"
P6 = "Criteriul 6"
defends = "Susține"
leads = "Conduce"
examiner = "Examinatori"
assessed_on = "Data"
''' % SCHEME
    for code, language, layout, ending, zone in [
        ("gr", "el", "greek", "csv", "Europe/Athens"), ("it", "it", "italian", "csv", "Europe/Rome"),
        ("ro", "ro", "romanian", "xlsx", "Europe/Bucharest"),
    ]:
        folder, country = FOLDER[code], code.upper()
        text += f'\n# {folder.title()}\n'
        text += (f'\n[[files]]\npath = "{folder}/candidates.{ending}"\nkind = "candidates"\ncountry = "{country}"\n'
                 f'language = "{language}"\nlayout = "{layout}"\n')
        for unit, (day, begin, end) in WEBINARS.items():
            back = 1 if code == "it" else 0
            hour = lambda text: f"{int(text[:2]) - back:02}{text[2:]}"
            text += (f'\n[[files]]\npath = "{folder}/{unit}.tsv"\nkind = "attendance"\narrival = "awaited"\n'
                     f'unit = "{unit}"\ncountry = "{country}"\nzone = "{zone}"\nbegins = "{day}T{hour(begin)}"\n'
                     f'ends = "{day}T{hour(end)}"\nlayout = "meeting"\n')
        interviews = ["interview-1", "interview-2"] if code == "ro" else ["interview"]
        for name, assessment in [("written", "written"), ("project", "project")] + [(n, "interview") for n in interviews]:
            examiner = f'examiner = "examiner-{code}"\n' if assessment == "written" else ""
            text += (f'\n[[files]]\npath = "{folder}/{name}.{ending}"\nkind = "assessment"\narrival = "awaited"\n'
                     f'assessment = "{assessment}"\n{examiner}layout = "{layout}"\n')
    (HERE / "cohort.toml").write_text(text, encoding="utf-8")


greece()
italy()
romania()
cohort()
for path in sorted(HERE.rglob("*.*sv")) + sorted(HERE.rglob("*.xlsx")):
    print(hashlib.sha256(path.read_bytes()).hexdigest()[:12], path.relative_to(HERE))
