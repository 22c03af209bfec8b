"""Kills the gateway at random moments and at every failpoint, and compares what is left with what an oracle remembers.

Started by tests/crash/run, which builds. Ends with one line per scenario and, for several, one for all:
  crash: scenario=S kills=N offered=O acknowledged=A recorded=R held=H dead=D refused=F lost=0 doubled=0
Exit code 1 when anything acknowledged is lost, an effect is doubled, an equation does not balance or a record is wrong;
then the data directory is kept, and the way to repeat the run is shown.
"""
import argparse
import collections
import json
import pathlib
import random
import signal
import sqlite3
import sys
import time
import traceback

import failpoints
import judge
import oracle as memory
import scenarios
from gateway_under_test import Died, Life, errors_in, harness

TERMS = ("kills", "offered", "acknowledged", "recorded", "held", "dead", "refused", "lost", "doubled")


class Tally:
    """What the last lines say, of one scenario or of all."""

    def __init__(self):
        self.terms = collections.Counter()
        self.hits = collections.Counter()    # failpoint -> kills by it
        self.missed = collections.Counter()  # failpoint -> armed, and not passed in that life
        self.moments = collections.Counter()
        self.refusals = collections.Counter()
        self.tries = collections.Counter()
        self.errors = collections.Counter()
        self.verdict = judge.Verdict()
        self.again = []  # how to repeat what failed

    def add(self, other):
        for mine, theirs in ((self.terms, other.terms), (self.hits, other.hits), (self.missed, other.missed),
                             (self.moments, other.moments), (self.refusals, other.refusals), (self.tries, other.tries),
                             (self.errors, other.errors)):
            mine.update(theirs)
        self.verdict.add(other.verdict)
        self.again += other.again

    def line(self, name):
        self.terms["lost"], self.terms["doubled"] = len(self.verdict.lost), len(self.verdict.doubled)
        return f"crash: scenario={name} " + " ".join(f"{t}={self.terms[t]}" for t in TERMS)


class Run:
    """One site: lives that end by a kill, one that ends in peace, and the judgement."""

    def __init__(self, scenario, turns, kills, until, plant, pace):
        self.scenario, self.turns, self.kills, self.until, self.plant = scenario, turns, kills, until, plant
        self.chance = scenario.chance
        self.tally = Tally()
        self.oracle = memory.Oracle(scenario.site, self.chance.randrange(1 << 30), **scenario.oracle_options())
        self.pace = pace

    def go(self):
        self.oracle.start()
        try:
            done = 0
            while done < self.kills and time.monotonic() < self.until:
                self.scenario.before(done)
                self.live(done)
                done += 1
            self.end_in_peace(done)
        finally:
            self.oracle.ended = True
        return self.tally

    # Lives

    def live(self, number):
        for body in self.scenario.portion(number):
            self.oracle.offer(body, "session")
        self.oracle.fill(True)
        failpoint = self.turns.next() if self.chance.random() < 0.6 else None
        life = Life(self.scenario.site, self.armed(failpoint), self.scenario.clock)
        try:
            how = self.end_of(life, failpoint)
        finally:
            if life.process.poll() is None:
                life.kill()
        self.tally.terms["kills"] += 1
        self.tally.moments[how] += 1
        if failpoint:
            (self.tally.missed if life.kill_was_ours else self.tally.hits)[failpoint.name] += 1

    def armed(self, failpoint):
        if failpoint is None:
            return None
        at = 1 if self.chance.random() < 0.5 else self.chance.randint(1, failpoint.most)
        return f"{failpoint.name}=kill@{at}"

    def end_of(self, life, failpoint):
        """Lets it live until it is killed, and says how."""
        if failpoint is None and self.chance.random() < 0.15:
            life.wait_dead(self.chance.uniform(0, 1.5 * self.pace))  # while it starts
            life.kill()
            return "random, from the start on"
        if not life.ready():
            return "failpoint"
        self.look(life)
        self.scenario.during(life, self.oracle, failpoint.when if failpoint else None)
        if failpoint and failpoint.when == "stop" or failpoint is None and self.chance.random() < 0.1:
            return self.stop(life, failpoint)
        if life.wait_dead(self.patience(failpoint) if failpoint else self.chance.uniform(0, 3 * self.pace)):
            return "failpoint"
        life.kill()
        return "random"

    def patience(self, failpoint):
        """How long a life lasts that a failpoint is to end. A parked target is looked at every ten seconds."""
        return max(1.5, 5 * self.pace) + (12 if failpoint.when == "park" else 0)

    def stop(self, life, failpoint):
        """Killed while it drains: only what ends by itself in peace is no crash."""
        life.wait_dead(self.chance.uniform(0, self.pace))
        life.signal(signal.SIGTERM)
        end = time.monotonic() + (harness.DEADLINE if failpoint else self.chance.uniform(0, 0.3))
        while time.monotonic() < end and life.process.poll() is None:
            time.sleep(0.002)
        too_long = life.process.poll() is None
        if too_long:
            life.kill()
        life.dead()
        if life.process.returncode == 0:  # in the moment before the kill, perhaps
            life.kill_was_ours = True
            return "drained before the kill"
        return "random, while it drains" if too_long else "failpoint"

    def look(self, life):
        """What can be said while events come: nothing acknowledged is missing, and the equation balances."""
        acknowledged = len(self.oracle.receipts)
        end = time.monotonic() + harness.DEADLINE / 2
        status = None
        while time.monotonic() < end:
            status = self.scenario.site.admin("GET", "/status")
            if status is None:
                if life.wait_dead(0.5):  # under way to its end, perhaps
                    return
                continue
            counts = status.get("sources", {}).get(self.scenario.site.source)
            if counts and counts["accepted"] < acknowledged:
                self.tally.verdict.lost.append(f"{acknowledged} were acknowledged, {counts['accepted']} are accepted after a start")
                return
            if counts and counts["balanced"]:
                return
            time.sleep(0.05)
        self.tally.verdict.wrong.append(f"the equation does not balance while it runs: {status}" if status else
                                        "the admin socket does not answer, and the process lives")

    # The end

    def end_in_peace(self, done):
        site = self.scenario.site
        for number in range(done, self.scenario.lives + 1):
            for body in self.scenario.portion(number):
                self.oracle.offer(body, "session")
        self.oracle.fill(False)
        life = Life(site, clock=self.scenario.clock)
        try:
            if not life.ready():
                raise Died("killed, by nobody")
            self.scenario.calm(life, self.oracle)
            harness.until("every offer has its answer", self.oracle.idle, 3 * harness.DEADLINE)
            self.scenario.settle(5 * harness.DEADLINE)
            self.judge(life)
        finally:
            if life.process.poll() is None:
                life.kill()

    def judge(self, life):
        site, v = self.scenario.site, self.tally.verdict
        if self.plant == "doubling":
            plant_doubling(site)
        counts = site.admin("GET", "/status")["sources"][site.source]
        v.add(self.scenario.judge_running())
        code = life.terminate()
        if code != 0:
            v.wrong.append(f"SIGTERM ended it with {code}")
        if self.plant == "loss":
            plant_loss(site)
        self.scenario.journal.look()
        v.add(judge.judge_journal(self.oracle, self.scenario.journal))
        v.add(self.scenario.judge_ended(counts, self.oracle))
        self.sum_up(counts)
        self.tally.errors.update({e: n for e, n in errors_in(life.log).items() if e[0] not in self.scenario.expected_errors()})

    def sum_up(self, counts):
        terms, refused = self.tally.terms, self.oracle.refused()
        terms.update(offered=len(self.oracle.offers), acknowledged=len(self.oracle.acknowledged()), refused=len(refused),
                     **{t: counts[t] for t in ("recorded", "held", "dead")})
        self.tally.refusals.update(f"{o.kind}: {o.answer}" for o in refused)
        self.tally.tries.update(self.oracle.refused_tries)
        if terms["offered"] != terms["acknowledged"] + terms["refused"]:
            self.tally.verdict.wrong.append("offered is not acknowledged and refused")


class Births(Run):
    """From nothing for each kill: a first start that is killed, then one that must succeed, take events and end in peace."""

    def go(self):
        done = 0
        while done < self.kills and time.monotonic() < self.until:
            self.scenario.empty()
            self.oracle = memory.Oracle(self.scenario.site, self.chance.randrange(1 << 30), senders=1)
            self.live(done)
            done += 1
            self.oracle.start()
            try:
                self.end_in_peace(done)
            finally:
                self.oracle.end()
        return self.tally

    def live(self, number):
        failpoint = self.turns.next() if self.chance.random() < 0.7 else None
        life = Life(self.scenario.site, self.armed(failpoint))
        if failpoint:
            life.wait_dead(8 * self.pace)
        else:
            life.wait_dead(self.chance.uniform(0, 2 * self.pace))
        if not life.dead():
            life.kill()
        self.tally.terms["kills"] += 1
        self.tally.moments["random, from the start on" if life.kill_was_ours else "failpoint"] += 1
        if failpoint:
            (self.tally.missed if life.kill_was_ours else self.tally.hits)[failpoint.name] += 1

    def end_in_peace(self, done):
        site, v = self.scenario.site, self.tally.verdict
        life = Life(site)
        try:
            if not life.ready():
                raise Died("killed, by nobody")
            for body in self.scenario.bodies[:5]:
                self.oracle.offer(body, "session")
            harness.until("every offer has its answer", self.oracle.idle)
            counts = harness.until("nothing is in flight", lambda: scenarios.idle(site))["sources"][site.source]
            if life.terminate() != 0:
                v.wrong.append("SIGTERM did not end it in peace")
        finally:
            if life.process.poll() is None:
                life.kill()
        self.scenario.journal.look()
        v.add(judge.judge_journal(self.oracle, self.scenario.journal))
        v.add(self.scenario.judge_ended(counts, self.oracle))
        self.sum_up(counts)


# Faults that are planted to see the judge complain (checker_test.py).

def plant_loss(site):
    """The row of the last acknowledged event disappears, as if it had never been synced."""
    newest = site.segments()[-1]
    if not judge.Journal.ask(newest, "SELECT 1 FROM row LIMIT 1"):
        newest = site.segments()[-2]
    connection = sqlite3.connect(newest)
    with connection:
        connection.execute("DELETE FROM row WHERE sequence=(SELECT max(sequence) FROM row)")
    connection.close()


def plant_doubling(site):
    """What the target holds once is written once more, as a gateway does that does not read back."""
    effect = json.loads((site.directory / "effects.jsonl").read_text().splitlines()[0])
    site.double.ask("POST", "/double/rows", json.dumps({**effect["arrived"], "id": ""}))


# The command

def calibrate():
    """How long a start takes here: sanitizers and other work on the machine make lives longer, and deadlines."""
    site = scenarios.Site(1, trainings=1)
    try:
        times = []
        for _ in range(2):
            life = Life(site)
            life.ready()
            times.append(time.monotonic() - life.begun)
            life.kill()
        # A deadline is there to end a run that hangs: it costs nothing, and the machine may become slower yet.
        harness.DEADLINE = max(2 * harness.DEADLINE, 300 * max(times))
        return max(0.15, min(2.0, times[-1]))
    finally:
        site.remove()


def run_scenario(name, kills, chance, until, options, pace):
    """Site after site until the kills are done; the tally of all."""
    made = scenarios.ALL[name]
    turns = failpoints.Turns(made.moments, chance)
    total = Tally()
    while total.terms["kills"] < kills and time.monotonic() < until:
        lives = min(kills - total.terms["kills"], made.lives_at_one_site)
        scenario = made(chance, lives)
        of_site = Births if made is scenarios.Birth else Run
        one = of_site(scenario, turns, lives, until, options.plant, pace)
        try:
            tally = one.go()
        except Exception as broken:  # whatever it is, the run says it in its last lines
            tally = one.tally
            tally.verdict.wrong.append(reason_of(broken))
        finally:
            scenario.end()
        total.add(tally)
        if not tally.verdict.good():
            total.again.append(keep(scenario, one, kills, options.seed))
            break
        scenario.site.remove()
        if sys.stderr.isatty() or options.progress:
            print(total.line(name) + " (so far)", file=sys.stderr, flush=True)
    return total


def keep(scenario, run, kills, seed):
    memo = scenario.site.directory / "oracle.jsonl"
    with open(memo, "w", encoding="utf-8") as out:
        receipts = {o.number: r for r, o in run.oracle.receipts.items()}
        for o in run.oracle.offers:
            out.write(json.dumps({"offer": o.number, "kind": o.kind, "answer": o.answer, "receipt": receipts.get(o.number),
                                  "body": o.body.decode(errors="replace")}) + "\n")
    print(f"crash: kept {scenario.site.directory}: site/var as the gateway left it, serve.log, effects.jsonl, oracle.jsonl")
    return f"tests/crash/run --scenario {scenario.name} --kills {kills} --seed {seed}"


def reason_of(broken):
    """In one line: what was expected, or where in the harness it broke."""
    if isinstance(broken, (Died, AssertionError)):
        return str(broken)
    where = traceback.extract_tb(broken.__traceback__)[-1]
    return f"{type(broken).__name__}: {broken} ({pathlib.Path(where.filename).name}:{where.lineno})"


def report(name, tally, details):
    for why, n in sorted(tally.refusals.items()):
        print(f"refused for good: {n} x {why}")
    for why, n in sorted(tally.tries.items()):
        print(f"answered and offered again, or refused: {n} x {why}")
    for (part, event, why), n in sorted(tally.errors.items()):
        print(f"error in the log: {n} x {part}: {event}: {why}")
    if details:
        print("kills: " + ", ".join(f"{n} x {how}" for how, n in sorted(tally.moments.items())))
        listed = {f.name for f in failpoints.listed() if f.when in details}
        hit = sorted(n for n in listed if tally.hits[n])
        print(f"killed at {len(hit)} of {len(listed)} failpoints: " + " ".join(f"{n}={tally.hits[n]}" for n in hit))
        never = sorted(f"{n}({tally.missed[n]})" for n in listed if not tally.hits[n] and tally.missed[n])
        unarmed = sorted(n for n in listed if not tally.hits[n] and not tally.missed[n])
        if never:
            print("not reached (so often armed): " + " ".join(never))
        if unarmed:
            print(f"not armed: {len(unarmed)}" + (": " + " ".join(unarmed) if len(unarmed) <= 10 else ", more kills reach more"))
    # Last: whoever sees only the end of the output sees why.
    for line in list(tally.verdict.lines())[:20]:
        print("FAILED " + " ".join(line.split())[:1000])
    for how in tally.again:
        print(f"crash: again with: {how}")
    print(tally.line(name), flush=True)


def arguments():
    p = argparse.ArgumentParser(prog="tests/crash/run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--scenario", choices=[*scenarios.ALL, "all"], default="all")
    p.add_argument("--kills", type=int, default=25, help="how many; `all` divides them among the scenarios")
    p.add_argument("--seed", type=int, default=1, help="of all that is chosen; the moments of random kills depend on the machine, too")
    p.add_argument("--seconds", type=float, default=1e9, help="no kill is begun after so long")
    p.add_argument("--plant", choices=["loss", "doubling"], help="make a fault of this kind, which must be found")
    p.add_argument("--progress", action="store_true", help="a line after each site")
    return p.parse_args()


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # what it has started ends with it
    names = list(scenarios.ALL) if options.scenario == "all" else [options.scenario]
    begun = time.monotonic()
    pace = calibrate()
    everything = Tally()
    for i, name in enumerate(names):
        kills = (options.kills * (i + 1)) // len(names) - (options.kills * i) // len(names)
        until = begun + options.seconds * (i + 1) / len(names)
        tally = run_scenario(name, kills, random.Random(f"{options.seed}/{name}"), until, options, pace)
        report(name, tally, scenarios.ALL[name].moments)
        everything.add(tally)
    if len(names) > 1:
        every = {m for s in scenarios.ALL.values() for m in s.moments}
        report("all", everything, every)
    harness.Site.remove_certificates()
    return 0 if everything.verdict.good() else 1


if __name__ == "__main__":
    sys.exit(main())
