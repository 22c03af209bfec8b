"""The training "Pelayanan Publik Prima" through the real binary: four modules at a Moodle, two live sessions in Zoom, an
action plan, certificate and badge, all in one record per person, whatever order the events come in."""
import copy
import json
import signal

import jsonschema

import harness
import lms

NIP = "199001012015011001"

class CaseStudy(harness.GatewayTest):
    def run_through(self, *options, **workspace):
        site = self.site(participants=40, scenario="pelayanan-publik-prima", **workspace)
        gateway = self.gateway(site)
        site.play(gateway, *options)
        site.settle(3 * harness.DEADLINE)  # some thousand events, under sanitizers
        return site, gateway, self.assert_settled(gateway)["sources"]

    def test_forty_in_any_order_end_as_intended_and_reach_siasn_once(self):
        site, gateway, sources = self.run_through("--shuffle", "--seed", 3, "--connections", 8, seed=3, target=True)
        self.assert_truth(site)
        effects = site.effects()
        self.assertEqual(effects.returncode, 0, effects.stdout)
        moodle = sources[lms.SOURCE_ID]
        self.assertEqual((moodle["dead"], moodle["unmapped"]), (0, 0))
        self.assertGreater(moodle["duplicate"], 0)
        self.assertGreater(sum(b.startswith(b"[") for b in site.bodies()), 50)
        self.assert_record_schema(gateway.records())
        self.assertEqual(gateway.terminate(), 0, gateway.log_tail)
        self.assert_schemas(site)

    def test_everything_twice_changes_no_record(self):
        site, gateway, sources = self.run_through("--repeat", 2, seed=4)
        self.assert_truth(site)
        for source in sources.values():
            self.assertGreaterEqual(source["duplicate"], source["accepted"] // 2)
        summary = site.run(harness.SIMULATE, "summary", site.path, "--jembatan", harness.JEMBATAN).stdout
        records = gateway.records()
        lulus = sum(r["outcome"] == "lulus" for r in records)
        self.assertIn(f"outcome    {'lulus':18} {lulus:5d} of {len(records)}", summary)

    def test_shows_all_that_happens_in_such_a_training(self):
        site = self.site(participants=40, scenario="pelayanan-publik-prima", seed=5)
        truth = site.truth()
        records = [t for t in truth if t["expect"] == "record"]
        unfinished = [t for t in records if not t["modules"][1]["completed_at"]]
        self.assertTrue(0.25 <= len(unfinished) / len(records) <= 0.35, len(unfinished))
        reasons = {reason for t in records for reason in t["reasons"]}
        self.assertLessEqual({"session:s1", "session:s2", "module:m2", "module:m4", "prerequisite:m1", "actions",
                              "leave_unknown:s1"}, reasons)
        self.assertEqual({t["reason"] for t in truth if t["expect"] == "held"},
                         {"person_unknown", "not_enrolled", "identity_conflict"})
        self.assertEqual({t["reason"] for t in records}, {"", "person_unknown", "identity_conflict"})
        self.assertEqual({t["outcome"] for t in records}, {"lulus", "hadir", "tidak_lulus"})
        self.assertEqual(sum(t["expect"] == "none" for t in truth), 2)  # host and facilitator
        people = (site.path / "people.csv").read_text().splitlines()[1:]
        self.assertEqual(len(people) - len({line.split(",")[0] for line in people}), 1)  # who has two NI

    def test_a_score_an_action_or_an_hour_more_is_noticed(self):
        site, _, _ = self.run_through(seed=6)
        self.assert_truth(site)
        self.assertNoticed(site, '"applied":2', '"applied":3')
        self.assertNoticed(site, '"score":9', '"score":8')
        self.assertNoticed(site, '"year":20', '"year":19')
        self.assertNoticed(site, '"minutes":2', '"minutes":1')

    def test_who_becomes_known_gets_what_both_senders_told_of_them(self):
        site, gateway, _ = self.run_through(seed=7)
        unknown = next(t for t in site.truth() if t["role"].startswith("unknown_account/"))
        email = next(k for k in unknown["keys"] if "@" in k)
        account = next(k for k in unknown["keys"] if k.isdigit())
        self.add(site, "people.csv", f"P-NEW,{NIP},nip,Orang Baru,{email},5.04,Badan,5.04,2024-01-01,")
        self.add(site, "accounts.csv", f"P-NEW,{lms.SOURCE_ID},{lms.SITE},{account},2024-01-01,")
        self.add(site, "trainings/pelayanan-publik-prima.participants.csv", "P-NEW")
        gateway.signal(signal.SIGHUP)
        mine = lambda: [r for r in gateway.records() if r["person"]["person_id"] == "P-NEW"]
        harness.until("there is a record", mine)
        self.assert_settled(gateway)
        record = mine()[0]
        self.assertEqual([m["met"] for m in record["modules"]], [True, False, False, False])
        self.assertEqual([s["met"] for s in record["sessions"]], [True, False])
        self.assertEqual({h["reason"]: h["source"] for h in gateway.held() if h["reason"] == "person_unknown"},
                         {"person_unknown": harness.SOURCE_ID})  # the guest alone

    @staticmethod
    def add(site, file, line):
        site.edit(file, lambda text: text + line + "\n")

    def assertNoticed(self, site, intended, other):
        good = (site.path / "truth.jsonl").read_text()
        self.assertIn(intended, good)
        site.edit("truth.jsonl", lambda t: t.replace(intended, other, 1))
        compared = site.compare()
        self.assertEqual(compared.returncode, 1, intended)
        self.assertEqual(compared.stdout.splitlines()[-1], "records_match=39/40")
        site.edit("truth.jsonl", lambda _: good)

    def assert_record_schema(self, records):
        schema = json.loads((harness.SOURCE / "gateway" / "training" / "training-record-1.schema.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for record in records:
            validator.validate(record)
        for part in ("person", "training", "sessions", "modules", "actions", "certificate", "badge", "basis"):
            more = copy.deepcopy(next(r for r in records if r.get(part)))
            at = more[part][0] if isinstance(more[part], list) else more[part]
            at["email"] = "somebody@example.go.id"
            self.assertFalse(validator.is_valid(more), part)

    def assert_schemas(self, site):
        validators = harness.schemas()
        seen = {}
        for events in lms.topics(site).values():
            for event in events:
                if event.get("type") in validators:
                    validators[event["type"]].validate(event)
                    seen[event["type"]] = seen.get(event["type"], 0) + 1
        for kind in ("attendance.joined", "module.completed", "module.reopened", "assessment.scored",
                     "assignment.scored", "badge.revoked", "forum.posted", "enrolment.changed", "event.unused"):
            self.assertIn(f"id.go.asn.training.{kind}.v1", seen)


if __name__ == "__main__":
    harness.main()
