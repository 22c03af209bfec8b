"""The wall time is stepped while the gateway runs: nothing waits for the length of the step, and no record becomes wrong.

JB_CLOCK_FILE holds the offset of the gateway's clock. Senders keep the right time, as Zoom does, except where a test says that
everybody's clock is the gateway's.
"""
import datetime
import json
import time

import harness

HOUR = 3600


class Clock(harness.GatewayTest):
    def begin(self, offset=0, **options):
        self.here = self.site(**options)
        self.file = self.here.directory / "clock"
        self.step(offset)
        self.running = self.gateway(self.here, JB_CLOCK_FILE=str(self.file))
        self.sender = harness.Sender(self.running)

    def step(self, offset):
        self.offset = offset
        harness.replace(self.file, f"{offset:+d}\n")

    def send(self, body, by_the_gateways_clock=False):
        stamp = int(time.time()) + (self.offset if by_the_gateways_clock else 0)
        return self.sender.post(body, timestamp=stamp)

    def end_as_intended(self):
        self.here.settle(2 * harness.DEADLINE)
        self.assert_settled(self.running)
        self.assert_truth(self.here)
        effects = self.here.effects()
        self.assertEqual(effects.returncode, 0, effects.stdout)

    def step_during_the_work(self, seconds):
        self.begin(target=True)
        bodies = self.here.bodies()
        for body in bodies[:-1]:
            self.assertEqual(self.send(body).status, 200)
        self.step(seconds)
        # What was accepted before goes its way, although every instant that was noted is an hour off.
        harness.until("the events become records", self.running.idle)
        while_stepped = self.send(bodies[-1])
        self.assertEqual(while_stepped.status, 503, "stale by this clock, and Zoom comes again only after a 503")
        self.step(0)
        self.assertEqual(self.send(bodies[-1]).status, 200, "refused for no longer than the step")
        self.end_as_intended()

    def test_a_step_back_by_an_hour_holds_nothing_up(self):
        self.step_during_the_work(-HOUR)

    def test_a_step_forward_by_an_hour_holds_nothing_up(self):
        self.step_during_the_work(HOUR)

    def test_deliveries_go_on_while_the_clock_is_an_hour_back(self):
        self.begin(target=["--act-then-silence", 2, "--silence-ms", 100])
        for body in self.here.bodies():
            self.assertEqual(self.send(body).status, 200)
        self.step(-HOUR)
        self.end_as_intended()
        self.step(0)
        self.end_as_intended()

    def test_a_restart_behind_a_step_back_takes_up_what_was_under_way(self):
        # The double answers nobody for long: the kill leaves a delivery `sending`, with a lease by the later clock.
        self.begin(target=["--slow", 1500])
        for body in self.here.bodies():
            self.assertEqual(self.send(body).status, 200)
        harness.until("a delivery is under way", lambda: self.deliveries_in("sending"))
        self.running.kill()
        self.step(-HOUR)
        self.here.double.ask("POST", "/double/mode", json.dumps({"slow_ms": 0}))
        self.running.start()
        self.end_as_intended()

    def deliveries_in(self, state):
        return [d for d in self.running.json("deliveries", "list")["deliveries"] if d["state"] == state]

    def test_a_leap_over_midnight_and_the_trainings_end_makes_records_final_once(self):
        self.begin(offset=self.shortly_before_the_end(), target=True)
        bodies = self.here.bodies()
        late = max(i for i, b in enumerate(bodies) if b'"meeting.participant_left"' in b and bodies.count(b) == 1)
        for i, body in enumerate(bodies):
            if i != late:
                self.assertEqual(self.send(body, by_the_gateways_clock=True).status, 200)
        harness.until("the events become records", self.running.idle)
        self.assertEqual(self.statuses(), {"provisional"})
        before = self.offset
        self.step(before + HOUR)
        harness.until("the records are final", lambda: self.statuses() == {"final"})
        self.step(before)
        self.assertEqual(self.send(bodies[late], by_the_gateways_clock=True).status, 200)
        harness.until("the late event is evaluated", self.running.idle)
        self.assertEqual(self.statuses(), {"final"}, "an instant that was reached stays reached")
        self.end_as_intended()

    def statuses(self):
        return {r["status"] for r in self.running.records()}

    @staticmethod
    def shortly_before_the_end():
        """The offset at which 24:00 WIB of the training's last day, three days ago, is a quarter of an hour away."""
        wib = datetime.timezone(datetime.timedelta(hours=7))
        now = datetime.datetime.now(wib)
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) - datetime.timedelta(days=2)
        return int((midnight - now).total_seconds()) - HOUR // 4


if __name__ == "__main__":
    harness.main()
