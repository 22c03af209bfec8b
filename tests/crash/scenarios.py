"""What happens around the kills, per scenario. A scenario makes its site, says at which moments the process may be killed by
a failpoint, and acts during each life.
"""
import shutil
import signal

import judge
from gateway_under_test import Life, Site, harness, replace

HOUR = 3600
DAY = 86400
ROTATING = "journal: {segment_size: 1MiB, segment_age: 1m, keep: 7d}\n"


class Scenario:
    """The whole path to the double, in an ordinary day."""

    moments = ("start", "load", "target", "stop")
    filler = 6 * ("again",) + 5 * ("chat",) + ("broken", "forged")
    rate = 120.0
    senders = 8
    site_options = {"double": ()}
    participants = 30
    lives_at_one_site = 50

    def __init__(self, chance, lives):
        self.chance, self.lives = chance, lives
        self.trainings = max(2, min(10, lives // 5))
        self.site = Site(chance.randrange(1 << 30), trainings=self.trainings, participants=self.participants,
                         **self.site_options)
        self.journal = judge.Journal(self.site)
        self.clock = None  # a file with the offset of the gateway's clock, where a scenario steps it
        self.bodies = self.site.bodies()
        chance.shuffle(self.bodies)
        self.prepare()

    def prepare(self):
        pass

    def oracle_options(self):
        return {"filler": self.filler, "rate": self.rate, "senders": self.senders}

    def portion(self, life):
        """The session's bodies that are sent in this life for the first time."""
        return self.bodies[len(self.bodies) * life // (self.lives + 1):len(self.bodies) * (life + 1) // (self.lives + 1)]

    def before(self, number):
        """Between two lives."""

    def during(self, life, oracle, moment):
        """Once the process serves. `moment` is that of the failpoint that it runs with, if any."""

    def calm(self, life, oracle):
        """After the last kill: the world as it should be in the end."""

    def expected_errors(self):
        """Parts of the log in which errors belong to the scenario."""
        return ()

    def judge_running(self):
        """What the running gateway and its target show at rest."""
        verdict = judge.judge_records(self.site)
        verdict.add(judge.judge_effects(self.site))
        return verdict

    def judge_ended(self, counts, oracle):
        """Its last counts, once the journal's files are free."""
        return judge.judge_counts(oracle, self.journal, counts)

    def end(self):
        if self.site.double:
            self.site.double.end()

    def settle(self, deadline):
        self.site.settle(deadline)
        harness.until("deliveries are at rest", self.delivered, deadline, 0.2)

    def delivered(self):
        listed = (self.site.admin("GET", "/deliveries") or {}).get("deliveries")
        return listed is not None and not any(d["state"] in judge.MOVING for d in listed)


class Path(Scenario):
    name = "path"


class Accept(Scenario):
    """As many events as come through, of which none is the session's; no target. An operator looks at the registers and says
    of strangers who they are, and takes it back: their meetings belong to no training, so no record changes."""

    name = "accept"
    moments = ("start", "load", "stop", "desk")
    filler = 4 * ("again",) + 4 * ("chat",) + 8 * ("stranger",) + ("broken", "forged")
    rate = 3000.0
    senders = 16
    site_options = {}

    def portion(self, life):
        return []

    def during(self, life, oracle, moment):
        if moment == "desk" or (moment is None and self.chance.random() < 0.2):
            for _ in range(40 if moment == "desk" else 1):
                self.decide()
                if life.wait_dead(0.05):
                    return

    def decide(self):
        self.site.admin("GET", "/trainings")
        person = self.site.truth()[0]["who"]
        for hold in (self.site.admin("GET", "/held") or {}).get("held", [])[:2]:
            self.site.admin("POST", f"/held/{hold['id']}/assign?person={person}")
            self.site.admin("POST", f"/held/{hold['id']}/unassign")

    def settle(self, deadline):
        harness.until("nothing is in flight", lambda: idle(self.site), deadline, 0.2)

    def judge_running(self):
        return judge.Verdict()

    def judge_ended(self, counts, oracle):
        verdict = super().judge_ended(counts, oracle)
        strangers = len({o.body for o in oracle.offers if o.kind == "stranger" and o.answer == "acknowledged"})
        if counts["held"] < strangers:
            verdict.lost.append(f"{strangers} events of unknown meetings were acknowledged, {counts['held']} are held")
        return verdict


class Silent(Scenario):
    """The target acts and stays silent, refuses, resets; a person's token is wrong for a while; an operator retries."""

    name = "silent"
    moments = ("target", "park", "retry")
    site_options = {"double": ("--act-then-silence", 2, "--silence-ms", 300, "--refuse", 7, "--unavailable", 5, "--reset", 9)}

    def prepare(self):
        self.token = self.site.path / "secrets" / "sso"
        self.right = self.token.read_text()

    def during(self, life, oracle, moment):
        if moment == "park" or (moment is None and self.chance.random() < 0.2):
            self.token.write_text("".join(self.chance.sample(self.right.strip(), len(self.right.strip()))) + "\n")
            life.wait_dead(0.4)
            self.token.write_text(self.right)
        if moment == "retry" or (moment is None and self.chance.random() < 0.5):
            self.retry(life, moment == "retry")

    def retry(self, life, until_dead):
        for _ in range(40 if until_dead else 1):
            listed = (self.site.admin("GET", "/deliveries") or {}).get("deliveries", [])
            open_ones = [d for d in listed if d["state"] in ("unknown", "due")]
            for d in open_ones[:2]:
                self.site.admin("POST", f"/deliveries/{d['id']}/retry")
            if life.wait_dead(0.05):
                return

    def calm(self, life, oracle):
        self.token.write_text(self.right)


class Renamed(Silent):
    """The target acts and stays silent, and what a record says changes before anybody knows what came of it. SIASN knows
    a row by what it says: the one that was made must be found by words that the catalogue has no more."""

    name = "renamed"
    moments = ("target",)
    site_options = {"double": ("--act-then-silence", 2, "--silence-ms", 1200, "--reset", 5)}
    participants = 14  # each silence lasts as long as a deadline

    def prepare(self):
        self.titles = 0

    def rename(self):
        self.titles += 1
        file = self.chance.choice(sorted((self.site.path / "trainings").glob("*.yaml")))
        lines = [f"title: Pelatihan ke-{self.titles}" if line.startswith("title:") else line
                 for line in file.read_text().splitlines()]
        replace(file, "\n".join(lines) + "\n")

    def before(self, number):
        self.rename()

    def during(self, life, oracle, moment):
        for _ in range(3):
            if life.wait_dead(self.chance.uniform(0, 0.5)):
                return
            self.rename()
            life.signal(signal.SIGHUP)

    def calm(self, life, oracle):
        pass


class Reload(Scenario):
    """SIGHUP with registers and mappings that change, some of which must be refused."""

    name = "reload"
    moments = ("reload", "load", "start")

    def prepare(self):
        self.people = self.site.path / "people.csv"
        self.whole = self.people.read_text().splitlines(keepends=True)
        rows = self.whole[1:]
        # Known later only: who is held must be released by a reload, and by nothing else.
        self.missing = set(self.chance.sample(range(len(rows)), len(rows) // 3))
        self.mappings = self.site.path / "mappings"
        shutil.copytree(harness.SOURCE / "mappings", self.mappings)
        self.site.edit("gateway.yaml", lambda y: y + "mappings: mappings\n")
        self.office = 0
        self.write()
        # A first start refuses to run with a bad register; later ones carry on with what is in force (SEMANTICS.md 7).
        first = Life(self.site)
        first.ready()
        first.kill()

    def write(self, broken=False):
        rows = [r for i, r in enumerate(self.whole[1:]) if i not in self.missing]
        text = self.whole[0] + "".join(r.replace("Badan Pengembangan SDM Contoh", f"Badan Contoh {self.office}") for r in rows)
        # As an editor saves it: no reader sees half a file.
        fresh = self.people.with_suffix(".new")
        fresh.write_text(text + ("P-9999,not-a-number,nip,Wulan Contoh,w@example.go.id,5,O,5,2024-01-01,\n" if broken else ""))
        fresh.rename(self.people)

    def change(self):
        for index in sorted(self.missing)[:max(1, len(self.whole) // (2 * self.lives))]:
            self.missing.discard(index)
        self.office += 1
        self.write(broken=self.chance.random() < 0.2)
        mapping = self.mappings / "zoom" / "meeting-started.yaml"
        mapping.write_text(mapping.read_text() + f"# {self.office}\n")

    def before(self, number):
        if self.chance.random() < 0.3:
            self.change()

    def during(self, life, oracle, moment):
        for _ in range(5 if moment == "reload" else 1):
            self.change()
            life.signal(signal.SIGHUP)
            if life.wait_dead(self.chance.uniform(0, 0.1)):
                return

    def calm(self, life, oracle):
        self.missing.clear()
        self.write()
        life.signal(signal.SIGHUP)
        people = len({r.split(",")[0] for r in self.whole[1:]})
        harness.until("all people are in force", lambda: len({p["person_id"] for p in self.site.admin("GET", "/people")["people"]}) == people)

    def expected_errors(self):
        return ("app",)


class Clock(Scenario):
    """The wall time is stepped back and forward while it runs and between two lives."""

    name = "clock"
    moments = ("load", "target", "start")

    def prepare(self):
        self.clock = self.site.directory / "clock"
        self.step(0)

    def step(self, seconds):
        replace(self.clock, f"{seconds:+d}\n")

    def before(self, number):
        self.step(self.chance.choice((0, 0, 0, 45, -45, HOUR, -HOUR)))

    def during(self, life, oracle, moment):
        for _ in range(2):
            if life.wait_dead(self.chance.uniform(0.05, 0.2)):
                return
            self.step(self.chance.choice((0, 0, 30, -30, HOUR, -HOUR)))
        # Beyond the freshness of a signature nothing can be accepted: the rest of this life is an ordinary one.
        self.step(0)

    def calm(self, life, oracle):
        self.step(0)


class Age(Scenario):
    """Weeks go by while it runs: segments are begun and removed, messages trimmed, trainings become final. A dry run:
    nothing is sent."""

    name = "age"
    moments = ("age", "dry", "stop", "start")
    site_options = {"double": (), "mode": "dry_run", "journal": ROTATING}
    days_a_life = 2.0

    def prepare(self):
        self.clock = self.site.directory / "clock"
        self.site.edit("gateway.yaml", lambda y: y + "eventlog: {kind: embedded, keep: 2d}\n")
        self.travel(0)

    def days_of(self, number):
        return self.days_a_life * max(0, self.lives - number)

    def travel(self, number, oracle=None):
        """So many lives' days have gone by, by both of the gateway's times."""
        offset = -int(DAY * self.days_of(number))
        passed = int(DAY * (self.days_of(0) - self.days_of(number)))
        replace(self.clock, f"{offset:+d} {passed:+d}\n")
        if oracle:
            oracle.clock_offset = offset

    def before(self, number):
        self.number = number
        self.journal.look()  # what retention takes next must have been seen

    def during(self, life, oracle, moment):
        # In two parts: a segment is begun in between, and ends.
        for part in (0.5, 1):
            self.travel(self.number + part, oracle)
            if life.wait_dead(self.chance.uniform(0.2, 0.6)):
                return

    def calm(self, life, oracle):
        self.travel(self.lives, oracle)

    def expected_errors(self):
        return ("zoom",)  # whose turn at the journal had not come when a day went by

    def settle(self, deadline):
        harness.until("nothing is in flight", lambda: idle(self.site), deadline, 0.2)

    def judge_running(self):
        verdict = judge.judge_records(self.site)
        if self.site.double.rows():
            verdict.wrong.append("a dry run has written to the target")
        return verdict


def idle(site):
    status = site.admin("GET", "/status")
    if not status or status["dirty"] or any(s["in_flight"] for s in status["sources"].values()):
        return None
    return status


class Birth(Scenario):
    """The first start in an empty directory, killed in its midst, again and again from nothing."""

    name = "birth"
    moments = ("first", "start")
    filler = ()
    site_options = {}
    lives_at_one_site = 1 << 30

    def empty(self):
        shutil.rmtree(self.site.path / "var", ignore_errors=True)
        self.journal = judge.Journal(self.site)


ALL = {s.name: s for s in (Accept, Path, Silent, Renamed, Reload, Clock, Age, Birth)}
