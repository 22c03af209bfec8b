"""SIGHUP: registers are taken over whole or refused whole, and who became known is released (SEMANTICS.md 3.2, 7)."""
import json
import signal

import harness


class Registers(harness.GatewayTest):
    def setUp(self):
        self.here = self.site()
        self.running = self.gateway(self.here)
        self.here.play(self.running)
        self.here.settle()

    def degraded(self):
        status, body = self.running.health("/readyz")
        self.assertEqual(status, 200)  # the journal accepts all the same
        return json.loads(body)["degraded"]

    def unknown(self):
        return next(t for t in self.here.truth() if t["role"] == "unknown_account")

    def email_of(self, person):
        return next(k for k in person["keys"] if "@" in k)

    def record_of(self, person_id):
        return next((r for r in self.running.records() if r["person"]["person_id"] == person_id), None)

    def test_a_bad_directory_keeps_the_version_in_force_and_is_shown_as_degraded(self):
        good = (self.here.path / "people.csv").read_text()
        before = self.running.records()
        self.assertEqual(self.degraded(), [])
        self.here.edit("people.csv", lambda c: c + "P-9999,not-a-number,nip,Wulan Contoh,w@example.go.id,5,O,5,2024-01-01,\n")
        self.running.signal(signal.SIGHUP)
        harness.until("/readyz is degraded", self.degraded)
        self.assertEqual(self.running.records(), before)
        (self.here.path / "people.csv").write_text(good)
        self.running.signal(signal.SIGHUP)
        harness.until("/readyz is mended", lambda: not self.degraded())
        self.assert_truth(self.here)

    def test_a_mended_directory_releases_who_became_known(self):
        person = self.unknown()
        self.assertIsNone(self.record_of(person["who"]))
        row = (f"{person['who']},198103142006042117,nip,Utari Contoh,{self.email_of(person)},5.04.0.00.0.00.01.0000,"
               "Badan Contoh,5.04.0.00.0.00.01.0000,2024-01-01,\n")
        self.here.edit("people.csv", lambda c: c + row)
        self.running.signal(signal.SIGHUP)
        # In the directory, but not on the list yet: another reason to be held.
        harness.until("held as not enrolled", lambda: sum(h["reason"] == "not_enrolled" for h in self.running.held()) == 2)
        training = next((self.here.path / "trainings").glob("*.participants.csv"))
        training.write_text(training.read_text() + person["who"] + "\n")
        self.running.signal(signal.SIGHUP)
        record = harness.until("there is a record", lambda: self.record_of(person["who"]))
        self.assertEqual((record["outcome"], record["status"]), ("lulus", "final"))
        status = self.assert_settled(self.running)
        self.assertEqual(status["dirty"], 0)
        self.assertNotIn(person["who"], json.dumps(self.running.held()))

    def test_a_refused_training_keeps_the_catalogue_in_force(self):
        training = next((self.here.path / "trainings").glob("*.yaml"))
        good = training.read_text()
        before = self.running.records()
        training.write_text(good.replace("attendance: 80%", "attendance: 80"))
        self.running.signal(signal.SIGHUP)
        harness.until("/readyz is degraded", self.degraded)
        self.assertEqual(self.running.records(), before)
        training.write_text(good.replace("attendance: 80%", "attendance: 10%"))
        self.running.signal(signal.SIGHUP)
        short = next(t for t in self.here.truth() if t["role"] == "short_stay")
        harness.until("the short stay suffices now", lambda: self.record_of(short["who"])["outcome"] == "lulus")
        self.assertEqual(self.degraded(), [])


if __name__ == "__main__":
    harness.main()
