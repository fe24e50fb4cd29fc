"""The trial: two visitors have uploaded files, an attacker sends thousands of requests, and everything is observed."""

from __future__ import annotations

import json
import random
import re
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path

import revive
from revive.app.fuzz.attacks import AttackerKnowledge, Attacks
from revive.app.fuzz.browser import Browser, Request, Response, ask
from revive.app.fuzz.form import Form, file
from revive.app.fuzz.page_process import PageProcess
from revive.fuzz import Finding, Tally, seeds

LOGIN = "family:a long password"
# one job at a time, so that /readyz tells whether one is under way; each may take a few seconds
SMALL = (
    "--waiting", "1", "--each", "1", "--hourly", "20", "--longest", "5", "--words", "10", "--seconds", "5", "--size",
    "128", "--upload-mb", "5", "--stored-mb", "30",
)  # fmt: skip
WAYS = {
    "home": ("--api",),
    "demo": ("--public-demo", "--api"),
    "login": ("--auth", LOGIN, "--hosts", "family.example", "--api"),
}
LONGEST = 3.0  # seconds of one answer, during at least half of which the page had the processor
MOST = 300.0  # MB that one request may cost, and that everything since the middle of the trial may
GIVEN_UP = 20.0  # seconds
CHECK_EVERY, FILES_EVERY = 200, 10  # requests
TRIAL = 3600.0  # seconds of one way at most


def fuzz_page(
    requests: int, *, seed: int = 0, ways: tuple[str, ...] = tuple(WAYS), out: Path | None = None,
    tell: Callable[[str, int, int], None] | None = None, before: str = "",
) -> dict[str, Tally]:  # fmt: skip
    """Try the page, served in a child process on 127.0.0.1 with a Revive folder of its own.

    Parameters
    ----------
    requests : of all ways together; the same requests for the same `seed`, but for names that the page draws
    ways : how it is served, of WAYS
    out : folder where requests that are findings are kept, as JSON
    tell : told the way, how many of its requests are done, and how many there are
    before : Python that is run in the child process before, to plant a fault

    Returns
    -------
    what became of the requests, by way and kind
    """
    tallies = {}
    for way in ways:
        trial = _Trial(way, f"{seed}:{way}", out, before)
        try:
            trial.run(max(round(requests / len(ways)), 1), tell)
        finally:
            trial.close()
        tallies |= trial.tallies
    return tallies


class _OtherVisitor:
    """A visitor with two uploads and a picture made by the page, who checks whether the files are unchanged."""

    def __init__(self, port: int, way: str):
        self.browser, self.secret = Browser(port), f"private{secrets.token_hex(12)}"
        self.browser.ask("GET", "/")
        if way == "login":
            self.browser.log_in(LOGIN)
        photo = seeds.pictures()[3]
        names = [f"known-{secrets.token_hex(8)}.png", f"unknown-{secrets.token_hex(8)}.png"]
        self.files = {
            self.browser.upload(name, content): content for name in names for content in [photo + self.secret.encode()]
        }
        self.known, self.unknown = self.files
        form = Form(self.browser)
        show = next(step for step in form.giving("marks") if step["inputs"])
        hear = next(step for step in form.steps if len(step["inputs"]) > 20 and step["outputs"] and not step["queue"])
        self.browser.event(hear, form.data(hear, file(self.known)))  # whose photograph it is
        made = self.browser.event(show, form.data(show, file(self.known)))
        found = re.search(rb"/__files__/[\w/.-]+to-paint-on\.\w+", made.body)
        if found is None:
            raise RuntimeError(f"the page laid nothing out to paint on: {made.body[:200]!r}")
        name = found[0].decode()
        self.files[name] = self.browser.file(name) or b""

    def changed_files(self) -> list[str]:
        """Files that were changed or are gone."""
        return [told for told, content in self.files.items() if self.browser.file(told) != content]


class _Trial:
    """One page under attack."""

    def __init__(self, way: str, seed: str, out: Path | None, before: str):
        self.way, self.draw, self.out, self.number = way, random.Random(seed), out, 0
        self.tallies: dict[str, Tally] = {}
        self.page = PageProcess([*WAYS[way], *SMALL], before)
        if not self.page.ready():
            self._found(Request("start", "", ""), "the page did not start: " + "; ".join(self.page.log_faults())[:300])
            return
        self.other_visitors = [_OtherVisitor(self.page.port, way) for _ in range(2)]
        self.attacker = Browser(self.page.port)
        self.attacks = Attacks(self.draw, Form(self.other_visitors[0].browser), self._attacker_knowledge())
        self._give_attacker_files()
        self.secrets = [one.secret.encode() for one in self.other_visitors] + [
            told.rpartition("/")[2].encode() for one in self.other_visitors for told in [one.unknown]
        ]
        root = self.page.root  # at home the page names Revive's own folder
        own = [root / "home" / "temporary", root / "home" / "visits", root / "tmp", root / "user"]
        places = (*(own if way == "home" else [root]), Path(revive.__file__).parent, Path(sys.prefix))
        self.places = [str(path).encode() for path in places]

    def _attacker_knowledge(self) -> AttackerKnowledge:
        """What the attacker has at first: a browser, and names of others' files."""
        attacker = self.attacker
        attacker.session = "attacker"
        attacker.ask("GET", "/")
        visit = f"revive_visit={attacker.cookies['revive_visit']}"
        cookies = ["", visit, visit, visit]
        if self.way == "login":
            attacker.log_in(LOGIN)
            cookies += [f"{visit}; revive_login={attacker.cookies['revive_login']}"] * 5
        small = [*seeds.pictures(), *seeds.letters(), *seeds.jobs(), *seeds.recordings()[:1], *seeds.films()[:1]]
        self.belongings = (
            ("a.png", small[3]), ("a.jpg", small[0]), ("a.txt", seeds.letters()[0]), ("a.wav", seeds.recordings()[0]),
            ("a.job.json", seeds.jobs()[0]), ("a.mp4", seeds.films()[0]), ("a.zip", seeds.people()[0]),
        )  # fmt: skip
        others = [told for one in self.other_visitors for told in one.files if told != one.unknown]
        real = [str(self._place(told)) for told in others]
        sessions = [one.browser.session for one in self.other_visitors]
        return AttackerKnowledge(self.page.port, cookies, [], [*others, *others, *real], sessions, small)

    def _place(self, told: str) -> Path:
        return self.page.folder() / told.removeprefix("/__files__/")

    def _give_attacker_files(self) -> None:
        """Upload files for the attacker; they are deleted with the attacker's sessions, which end again and again."""
        known = self.attacks.known
        if known.own and self._place(known.own[0]).exists():
            return
        (erase,) = self.attacks.form.giving("erased")  # for room
        self.attacker.event(erase, [])
        own = [self.attacker.upload(name, content) for name, content in self.belongings]
        if not all(own):  # whoever asked from the same address has filled it
            known.own = known.own or known.others
            return
        link = self._place(own[0]).with_name("link.png")
        link.symlink_to(known.others[-1])  # as if a way to make one were found
        known.own = [*own, own[0].replace("a.png", link.name)]

    def run(self, count: int, tell: Callable | None) -> None:
        """Send the requests."""
        if self.tallies:  # it did not start
            return
        for request in self.attacks.plain():
            self._give_attacker_files()
            ask(self.page.port, request, GIVEN_UP)
        until, middle = time.monotonic() + TRIAL, 0.0
        for self.number in range(count):
            if not self.page.alive() or time.monotonic() > until:
                break
            if self.number % FILES_EVERY == 0:
                self._give_attacker_files()
            request = self.attacks.next()
            self._try(request)
            if self.number % CHECK_EVERY == CHECK_EVERY - 1 or self.number == count - 1:
                self._check_files(request)
            if self.number == count // 2:
                middle = self._at_rest()
            if tell:
                tell(self.way, self.number + 1, count)
        self._check_end(middle)

    def _try(self, request: Request) -> None:
        tally = self.tallies.setdefault(f"{self.way}: {request.kind}", Tally())
        response, cost, late = self._measured(request)
        tally.inputs += 1
        tally.read += 0 < response.status < 400
        tally.refused += 400 <= response.status < 500
        dear = cost > MOST
        if late or dear:  # something may have been loaded for the first time
            again, cost, late_again = self._measured(request)
            late, dear = late and late_again, dear and cost > MOST
            response = again if again.status else response
        if not request.hasty:
            tally.slowest = max(tally.slowest, response.seconds)
        if "/call/" in request.path and (event := re.search(rb'"event_id":"([0-9a-f]{32})"', response.body)):
            self.attacks.known.events = [*self.attacks.known.events[-20:], event[1].decode()]
        told = [
            f"took {response.seconds:.1f} s" * late, f"cost {cost:.0f} MB" * dear, self._wrong(request, response),
            "; ".join(self.page.log_faults())[:400], "the page has ended" * (not self.page.alive()),
        ]  # fmt: skip
        if what := "; ".join(filter(None, told)):
            self._found(request, what)

    def _measured(self, request: Request) -> tuple[Response, float, bool]:
        """The answer, what memory it cost in MB, and whether it came late; not where a job is under way."""
        self.page.peak = before = self.page.memory()
        cpu_seconds = self.page.cpu_seconds()
        response = ask(self.page.port, request, GIVEN_UP)
        cost = max(self.page.peak, self.page.memory()) - before
        # a computer that is busy with other things makes everything late
        late = response.seconds > LONGEST and self.page.cpu_seconds() - cpu_seconds > response.seconds / 2
        late = not request.hasty and (late or response.seconds >= GIVEN_UP)
        return (response, 0.0, False) if (late or cost > MOST) and self.page.is_busy() else (response, cost, late)

    def _wrong(self, request: Request, response: Response) -> str:
        """What is wrong with an answer, or nothing."""
        if (
            response.status >= 500
            and (response.status, request.kind) != (507, "upload")
            and "/readyz" not in request.path
        ):
            return f"answered {response.status}: {response.body[:200]!r}"
        told, sent = response.told(), request.sent()
        if any(secret in told for secret in self.secrets):
            return "told something of another visitor"
        for place in self.places:
            if place in told and place not in sent:
                return f"told a path of the computer: {place.decode()}"
        return ""

    def _check_files(self, request: Request) -> None:
        for victim in self.other_visitors:
            if changed_files := victim.changed_files():
                self._found(request, f"another visitor's files are gone or changed: {', '.join(changed_files)}")
                self.other_visitors.remove(victim)
                break
        if stray_files := self.page.stray_files():
            self._found(request, f"lies outside of the folder: {', '.join(stray_files)[:300]}")

    def _at_rest(self) -> float:
        """The page's memory once its job is done, in MB."""
        until = time.monotonic() + 60
        while self.page.alive() and self.page.is_busy() and time.monotonic() < until:
            time.sleep(0.5)
        return self.page.memory()

    def _check_end(self, middle: float) -> None:
        request, more = Request("end", "", ""), self._at_rest() - middle
        tally = self.tallies.setdefault(f"{self.way}: end", Tally())
        tally.inputs += 1
        if not self.page.alive():
            self._found(request, "the page has ended")
        elif more > MOST:
            self._found(request, f"the page holds {more:.0f} MB more than in the middle of the trial")
        if coming := list(self.page.folder().glob("*/.coming-*")):
            self._found(request, f"{len(coming)} uploads that were broken off lie there")
        for victim in self.other_visitors:
            if self.way == "login" and victim.browser.log_in(LOGIN).status not in (200, 303):
                self._found(request, "a visitor who was in before cannot log in")
        if lines := self.page.log_faults():
            self._found(request, "; ".join(lines)[:400])

    def _found(self, request: Request, what: str) -> None:
        tally = self.tallies.setdefault(f"{self.way}: {request.kind}", Tally())
        saved = None
        if self.out is not None:
            self.out.mkdir(parents=True, exist_ok=True)
            saved = self.out / f"{self.way}-{request.kind}-{self.number}.json"
            details = {"method": request.method, "path": request.path, "headers": request.headers}
            body = request.body.decode("utf-8", "backslashreplace")
            saved.write_text(json.dumps({"what": what, **details, "body": body}, indent=1), encoding="utf-8")
        tally.findings.append(Finding(f"{self.way}: {request.kind}", self.number, what, saved))

    def close(self) -> None:
        """End the page; nothing of the visitors may be left."""
        if left := self.page.close():
            self._found(Request("end", "", ""), f"files of visitors are left: {', '.join(left)[:200]}")
