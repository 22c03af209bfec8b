"""What an operator decides and asks at the command line: holds, registers, training hours (SEMANTICS.md 3.4, 5.5, 7)."""
import json

import harness

CERTIFICATES = "training,person_id,number,date,link,pdf_path,sha256\n"


class Operator(harness.GatewayTest):
    def setUp(self):
        self.here = self.site()
        (self.here.path / "certificates.csv").write_text(CERTIFICATES)
        self.here.edit("gateway.yaml", lambda y: y + "certificates: certificates.csv\n")
        self.running = self.gateway(self.here)
        self.here.play(self.running)
        self.here.settle()

    def ask(self, *words, code=0):
        done = self.running.command(*words)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout if code == 0 else done.stderr

    def unknown(self):
        return next(h for h in self.running.held() if h["reason"] == "person_unknown")

    def settled(self):
        harness.until("everything is evaluated", self.running.idle)

    def absent(self):
        """Somebody on the list who was not there."""
        return next(r for r in self.running.records() if r["outcome"] == "tidak_lulus")

    def record_of(self, person):
        return next(r for r in self.running.records() if r["person"]["person_id"] == person)

    # --- Holds

    def test_a_hold_is_assigned_shown_and_taken_back(self):
        hold, person = self.unknown(), self.absent()["person"]["person_id"]
        before = self.record_of(person)
        self.assertIn(hold["id"], self.ask("held", "show", hold["id"]))
        self.ask("held", "assign", hold["id"], "--person", person)
        self.settled()
        self.assertNotIn(hold["id"], [h["id"] for h in self.running.held()])
        self.assertNotEqual(self.record_of(person)["sessions"], before["sessions"])
        listed = self.running.json("held", "list")["assigned"]
        self.assertEqual([(a["id"], a["person_id"]) for a in listed], [(hold["id"], person)])
        self.assertRegex(listed[0]["actor"], "^acct:uid-[0-9]+$")
        shown = self.running.json("held", "show", hold["id"])
        self.assertEqual(shown["assigned"]["person_id"], person)
        self.assertEqual(len(shown["events"]), hold["events"])
        self.ask("held", "unassign", hold["id"])
        self.settled()
        self.assertIn(hold["id"], [h["id"] for h in self.running.held()])
        self.assertEqual(self.record_of(person)["sessions"], before["sessions"])
        self.assert_settled(self.running)

    def test_an_assignment_survives_a_restart(self):
        hold, person = self.unknown(), self.absent()["person"]["person_id"]
        self.ask("held", "assign", hold["id"], "--person", person)
        self.settled()
        record = self.record_of(person)
        self.running.terminate()
        self.running.start()
        self.assertEqual(self.record_of(person), record)
        self.assertEqual(len(self.running.json("held", "list")["assigned"]), 1)

    def test_what_is_not_held_and_who_is_not_in_the_register_is_refused(self):
        self.assertIn("held list", self.ask("held", "assign", "h-0000", "--person", "P-0102", code=1))
        self.assertIn("people list", self.ask("held", "assign", self.unknown()["id"], "--person", "P-nobody", code=1))
        self.assertIn("nobody was assigned", self.ask("held", "unassign", self.unknown()["id"], code=1))
        self.assertIn("held list", self.ask("held", "show", "h-0000", code=1))
        self.ask("held", "assign", self.unknown()["id"], code=2)

    # --- Registers

    def test_a_certificate_is_compared_and_then_imported(self):
        record = next(r for r in self.running.records() if r["outcome"] == "lulus")
        person, training = record["person"]["person_id"], record["training"]["id"]
        self.here.edit("certificates.csv", lambda c: c + f"{training},{person},800/12/2026,2026-04-29,,,\n")
        told = self.ask("certificates", "diff")
        self.assertIn(f"+{training}/{person}", told)
        self.assertEqual(self.running.json("certificates", "list")["certificates"], [])
        self.assertIn("1 added", self.ask("certificates", "import"))
        self.settled()
        self.assertEqual(self.running.json("certificates", "list")["certificates"][0]["number"], "800/12/2026")
        after = self.record_of(person)
        self.assertEqual(after["certificate"], {"number": "800/12/2026", "date": "2026-04-29"})
        self.assertEqual(after["revision"], record["revision"] + 1)
        self.assertIn("unchanged", self.ask("certificates", "import"))

    def test_a_wrong_row_refuses_the_file_with_its_line(self):
        self.here.edit("certificates.csv", lambda c: c + "ppp,P-1,1,2026-04-29,,,\nppp,P-2,,29 April,,,\n")
        for command in ("diff", "import"):
            told = self.ask("certificates", command, code=1)
            self.assertIn("certificates.csv:3: number: is empty", told)
            self.assertIn("certificates.csv:3: date: is no date", told)
        self.assertEqual(self.running.json("certificates", "list")["certificates"], [])

    def test_more_removals_than_allowed_need_a_word(self):
        people = self.running.json("people", "list")["people"]
        self.here.edit("people.csv", lambda c: c.splitlines()[0] + "\n")
        told = self.ask("people", "diff")
        self.assertIn(f"{len(people)} removed", told)
        self.assertIn(f"--allow-removals {len(people)}",
                      self.ask("people", "import", "--allow-removals", "1", code=1))
        self.assertEqual(self.running.json("people", "list")["people"], people)

    def test_the_catalogue_and_accounts_are_listed(self):
        training = self.running.json("trainings", "list")["trainings"][0]
        self.assertEqual(training["id"], self.running.records()[0]["training"]["id"])
        self.assertIn("TITLE", self.ask("trainings", "list"))
        self.assertIn("trainings: unchanged", self.ask("trainings", "import"))
        for command in ("list", "diff"):
            self.running.command("accounts", command)  # configured or not: an answer, not a crash
        json.loads(self.running.command("accounts", "list", "--json").stdout)

    # --- Hours

    def test_training_hours_of_a_year_count_final_records_that_are_lulus(self):
        records = self.running.records()
        year = records[0]["training"]["year"]
        hours = {p["person_id"]: p for p in self.running.json("people", "jp", "--year", year)["people"]}
        for r in records:
            person = hours[r["person"]["person_id"]]
            counts = r["outcome"] == "lulus"
            total = person["jp"] + person["provisional"]
            self.assertEqual(total, r["training"]["jp"] if counts else 0)
            self.assertEqual(person["met"], person["jp"] >= 20)
        self.assertIn(f"JP of {year}", self.ask("people", "jp", "--year", year))
        other = self.running.json("people", "jp", "--year", year - 1)["people"]
        self.assertEqual({p["jp"] for p in other}, {0})
        self.ask("people", "jp", code=2)


if __name__ == "__main__":
    harness.main()
