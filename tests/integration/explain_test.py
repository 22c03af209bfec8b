"""jembatan explain: from a receipt to the target's answer and back, over the real binary."""
import json
import time

import harness


class Explain(harness.GatewayTest):
    def explain(self, gateway, *words):
        done = gateway.command("explain", *words, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def played(self, **options):
        site = self.site(target=True, **options)
        gateway = self.gateway(site)
        site.play(gateway)
        site.settle()
        return site, gateway

    def body_of(self, site, receipt):
        number = next(n for n, r in site.diary()[1].items() if r == receipt)
        return site.bodies()[number - 1].decode()  # the diary counts from 1

    def personal(self, site, gateway):
        people = gateway.json("people", "list")["people"]
        return [p[k] for p in people for k in ("nip", "nama", "email") if p[k]]

    def delivered(self, gateway):
        return next(d for d in gateway.json("deliveries", "list")["deliveries"] if d["state"] == "done")

    def test_one_event_is_followed_from_its_receipt_to_the_row_at_the_target_and_back(self):
        site, gateway = self.played()
        delivery = self.delivered(gateway)
        record = self.explain(gateway, delivery["record_id"])["records"][0]
        self.assertEqual(record["outcome"], "lulus")
        self.assertEqual([r["revision"] for r in record["revisions"]], list(range(1, record["revision"] + 1)))
        self.assertEqual(record["revisions"][-1]["cause"], "event")
        steps = record["deliveries"][0]["steps"]
        self.assertEqual([s["act"] for s in steps], ["delivery.intent", "delivery.ok"])
        self.assertEqual(steps[-1]["remote_id"], delivery["remote_id"])
        self.assertIn(record["revisions"][-1]["because"], [e["receipt"] for e in record["events"]])

        receipt = next(e["receipt"] for e in record["events"] if e["type"].endswith("attendance.joined.v1"))
        told = self.explain(gateway, receipt)
        event = told["events"][0]
        self.assertEqual((event["class"], event["source"], event["raw_body"]), ("recorded", harness.SOURCE_ID, "here"))
        self.assertEqual((event["received"]["tls"], event["received"]["peer"]), ("TLSv1.3", "loopback"))
        message = event["messages"][0]
        self.assertRegex(message["mapping"], r"^zoom/[a-z-]+\.yaml@[0-9a-f]{12}$")
        self.assertEqual(message["id"], event["event"] + "-0")
        self.assertEqual((message["position"]["topic"], message["position"]["kept"]), ("training.events.v1", True))
        self.assertIn(record["record_id"], [r["record_id"] for r in told["records"]])

        # The same through every other id of it.
        for asked in (event["event"], event["event"][:32], message["id"]):
            self.assertEqual(self.explain(gateway, asked)["events"], told["events"], asked)
        self.assertEqual(self.explain(gateway, delivery["id"])["records"], [record])
        text = gateway.command("explain", receipt).stdout
        for part in (receipt, message["mapping"], record["record_id"], delivery["remote_id"], "TLSv1.3", "recorded"):
            self.assertIn(part, text)

    def test_it_names_nobody_and_shows_bodies_only_when_asked(self):
        site, gateway = self.played()
        receipts = list(site.diary()[1].values())
        ids = receipts + [r["record_id"] for r in gateway.records()] + [h["id"] for h in gateway.held()]
        personal = self.personal(site, gateway)
        for asked in ids:
            answer = json.dumps(self.explain(gateway, asked), ensure_ascii=False)
            for value in personal:
                self.assertNotIn(value.lower(), answer.lower(), asked)
        event = self.explain(gateway, receipts[5], "--raw")["events"][0]
        self.assertEqual(event["body"], self.body_of(site, receipts[5]))
        self.assertIn('"raw body shown"', gateway.log.read_text())
        self.assertIn(receipts[5], gateway.log.read_text())

    def test_it_says_why_an_event_counts_for_nothing(self):
        site, gateway = self.played()
        sender = harness.Sender(gateway)
        malformed = sender.post(b"{no json").receipt
        incomplete = sender.post({"event": "meeting.participant_joined", "event_ts": 1773622800000,
                                  "payload": {"object": {"id": "1"}}}).receipt
        body = site.bodies()[4]
        again = sender.post(body).receipt
        harness.until("idle", gateway.idle)

        dead = self.explain(gateway, malformed)["events"][0]
        self.assertEqual((dead["class"], dead["reason"]), ("dead", "json"))
        self.assertEqual(dead["messages"][0]["position"]["topic"], "training.deadletter.v1")
        field = self.explain(gateway, incomplete)["events"][0]
        self.assertEqual((field["class"], field["reason"]), ("dead", "field_missing"))
        self.assertTrue(field["field"].startswith("/payload/"), field)
        duplicate = self.explain(gateway, again)["events"][0]
        self.assertEqual(duplicate["class"], "duplicate")
        first = duplicate["messages"][0]["same_as"]
        self.assertEqual(self.body_of(site, first), body.decode())
        arrivals = self.explain(gateway, duplicate["event"])["events"]
        self.assertEqual([e["receipt"] for e in arrivals], [first, again])

        hold = gateway.held()[0]
        held = self.explain(gateway, hold["id"])["events"]
        self.assertEqual({(e["class"], e["reason"]) for e in held}, {("held", hold["reason"])})
        self.assertEqual(len(held), hold["events"])

    def test_every_answer_of_the_target_is_kept(self):
        site = self.site(target=["--refuse", "1"])
        gateway = self.gateway(site)
        site.play(gateway)
        refused = harness.until("a delivery is parked", lambda: next(
            (d for d in gateway.json("deliveries", "list")["deliveries"] if d["state"] == "parked"), None))
        delivery = self.explain(gateway, refused["id"])["records"][0]["deliveries"][0]
        answers = [s for s in delivery["steps"] if "answer" in s]
        self.assertEqual(len(answers), 5)
        self.assertEqual(answers[-1]["act"], "delivery.park")
        self.assertEqual(delivery["state"], "parked")
        self.assertTrue(answers[0]["answer"])

    def test_a_body_that_retention_took_has_the_date_of_its_going(self):
        site = self.site()
        offset = site.directory / "clock"
        offset.write_text("0 0")
        gateway = self.gateway(site, JB_CLOCK_FILE=str(offset))
        site.play(gateway)
        receipt = list(site.diary()[1].values())[4]
        harness.until("idle", gateway.idle)
        before = self.explain(gateway, receipt)["events"][0]
        # A day later the next segment begins; forty days later the first one goes.
        day, forty = 90_000, 41 * 86_400
        harness.replace(offset, f"{day} {day}")
        answer = harness.Sender(gateway).post({"event": "meeting.alert"}, timestamp=int(time.time()) + day)
        self.assertEqual(answer.status, 200, answer.body)
        harness.until("idle", gateway.idle)
        harness.replace(offset, f"{forty} {forty}")  # as wall time and as time in service
        after = harness.until("the body has gone", lambda: self.gone(gateway, receipt))
        went = time.strftime("%Y-%m-%d", time.gmtime(time.time() + forty))
        self.assertEqual(after["raw_body"], "expired on " + went)
        self.assertNotIn("received", after)
        self.assertEqual((after["class"], after["source"]), (before["class"], before["source"]))
        self.assertEqual(after["messages"][0]["type"], before["messages"][0]["type"])
        raw = self.explain(gateway, receipt, "--raw")["events"][0]
        self.assertNotIn("body", raw)

    def gone(self, gateway, receipt):
        event = self.explain(gateway, receipt)["events"][0]
        return event if event["raw_body"] != "here" else None

    def test_a_body_in_the_journal_of_another_node_is_said_to_be_there(self):
        site = self.site()
        gateway = self.gateway(site)
        site.play(gateway)
        receipt = list(site.diary()[1].values())[4]
        site.settle()
        self.assertEqual(gateway.terminate(), 0)
        (site.path / "var" / "journal").rename(site.directory / "journal")
        again = self.gateway(site)
        self.assertIn("which is not the one in use", self.explain(again, receipt)["events"][0]["raw_body"])
        self.assertEqual(again.terminate(), 0)
        (site.path / "var" / "journal").rename(site.directory / "journal-2")
        site.edit("gateway.yaml", lambda y: y.replace("node: sim-1", "node: sim-2"))
        other = self.gateway(site)
        event = self.explain(other, receipt, "--raw")["events"][0]
        self.assertEqual(event["raw_body"], "on node sim-1")
        self.assertTrue(event["class"])
        self.assertNotIn("body", event)

    def test_unknown_ids_and_wrong_forms_are_told_apart(self):
        site = self.site()
        gateway = self.gateway(site)
        unknown = ["jb1-sim-1-0123456789abcdef-1", "jb1-edge-9-0123456789abcdef-1", "a" * 64, "b" * 32 , "r-00ff", "d-00ff",
                   "h-00ff"]
        for asked in unknown:
            done = gateway.command("explain", asked)
            self.assertEqual((done.returncode, done.stdout), (1, ""), asked)
            self.assertIn("404", done.stderr)
        for asked in ("rubbish", "198503152010011002", "P-0102", "a" * 63, "jb1-sim-1-0123-1"):
            done = gateway.command("explain", asked)
            self.assertEqual((done.returncode, done.stdout), (2, ""), asked)
            self.assertIn("a receipt (jb1-NODE-EPOCH-NUMBER", done.stderr)
        gateway.terminate()
        self.assertEqual(site.command("explain", unknown[0]).returncode, 3)


if __name__ == "__main__":
    harness.main()
