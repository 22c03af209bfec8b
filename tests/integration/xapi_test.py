"""Statements of an LMS through the real binary: batches over TLS, answers, credentials, bad input, kills."""
import json
import signal
import time

import harness
import lms

UUID = "fd41c918-b88b-4b20-a0a5-a4c32391aaa0"
BATCH = f"/v1/xapi/{lms.SOURCE_ID}/statements"


class Xapi(harness.GatewayTest):
    def serve(self, options="", **environment):
        self.here = self.site()
        lms.add_source(self.here, options)
        self.start(**environment)

    def start(self, **environment):
        self.running = self.gateway(self.here, **environment)
        self.moodle = lms.Lms(self.running)

    def accept(self, body):
        """The ids that are answered to what must be taken."""
        answer = self.moodle.send(body)
        self.assertEqual(answer.status, 200, answer.body)
        return json.loads(answer.body)

    def counts(self):
        """Of the source, once everything has arrived and balances."""
        return self.assert_settled(self.running)["sources"][lms.SOURCE_ID]

    def became(self, disposition):
        return self.running.metric("jembatan_pump_events_total", disposition=disposition)

    def stored(self):
        """The topics, after the end; every event in them is as its schema says."""
        self.assertEqual(self.running.terminate(), 0, self.running.log_tail)
        lms.validate_topics(self.here)
        return lms.topics(self.here)

    # Answers

    def test_a_batch_is_answered_with_as_many_ids_and_a_receipt(self):
        self.serve()
        answer = self.moodle.send([lms.completed(102), lms.completed(103), {**lms.completed(104), "id": UUID}])
        ids = json.loads(answer.body)
        self.assertEqual((answer.status, len(set(ids)), ids[2]), (200, 3, UUID))
        self.assertRegex(answer.receipt, r"^jb1-.+-1$")
        self.assertEqual(self.accept(lms.completed(105))[0][14], "5")  # a name-based UUID
        self.assertEqual((self.counts()["accepted"], self.became("mapped")), (4, 4))
        events = self.stored()["training.events.v1"]
        self.assertEqual([(e["jbindex"], e["data"]["participant"]["account"]["name"]) for e in events],
                         [(0, "102"), (1, "103"), (2, "104"), (0, "105")])

    def test_nothing_is_answered_with_nothing_and_stored_as_nothing(self):
        self.serve()
        answer = self.moodle.send(b" [ ]\n")
        self.assertEqual((answer.status, answer.body, answer.receipt), (200, b"[]", None))
        self.assertEqual(self.counts()["accepted"], 0)
        self.assertEqual(self.running.metric("jembatan_source_requests_total", source=lms.SOURCE_ID, result="empty"), 1)

    def test_a_put_is_answered_204_and_is_the_statement_of_that_id(self):
        self.serve()
        put = self.moodle.send(lms.completed(), "PUT", f"{BATCH}?statementId={UUID}")
        self.assertEqual((put.status, put.body), (204, b""))
        self.assertEqual(self.accept({**lms.completed(), "id": UUID.upper()}), [UUID.upper()])
        self.assertEqual((self.counts()["accepted"], self.counts()["duplicate"]), (2, 1))

    def test_the_version_stands_on_every_answer(self):
        self.serve(", body_limit: 4KiB")
        stranger = lms.Lms(self.running, password="salah")
        answers = [
            (200, self.moodle.send([])), (401, stranger.send([])), (404, self.moodle.send([], path="/v1/xapi/x/statements")),
            (405, self.moodle.send([], "DELETE")), (413, self.moodle.send(b"[" + b" " * 5000 + b"]")),
            (415, self.moodle.send([], **{"Content-Type": "text/plain"})),
            (200, self.moodle.request("GET", f"/v1/xapi/{lms.SOURCE_ID}/about")),
        ]
        for status, answer in answers:
            self.assertEqual((answer.status, answer.headers["X-Experience-API-Version"]), (status, "1.0.3"))
        self.assertEqual(json.loads(answers[-1][1].body), {"version": ["1.0.3"]})
        self.assertEqual(self.running.metric("jembatan_source_requests_total", source=lms.SOURCE_ID, result="too_long"), 1)

    def test_a_wrong_password_is_answered_401_until_the_file_is_mended(self):
        self.serve()
        fresh = lms.Lms(self.running, "moodle2", "baru:benar")
        for answer in (fresh.send([]), self.moodle.request("POST", BATCH, b"[]", {"Content-Type": "application/json"})):
            self.assertEqual(answer.status, 401)
            self.assertTrue(answer.headers["WWW-Authenticate"].startswith("Basic "))
        self.here.edit("secrets/moodle", lambda text: text + "moodle2:baru:benar\n")
        self.running.signal(signal.SIGHUP)
        harness.until("the new line is known", lambda: fresh.send([]).status == 200)
        self.assertEqual(self.moodle.send([]).status, 200)
        self.here.edit("secrets/moodle", lambda _: "no line of a file of credentials\n")
        self.running.signal(signal.SIGHUP)
        harness.until("the bad file is refused", lambda: self.running.readiness()[1])
        self.assertEqual(self.moodle.send([]).status, 200, "the version before is in force")
        self.assertNotIn("rahasia", self.running.log_tail)

    # Bad input

    def test_what_cannot_be_used_is_a_dead_letter_of_its_own_and_the_others_go_on(self):
        self.serve()
        ahead = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 2 * 86400))
        good = lms.completed

        def scored(score):
            return {**next(lms.attempt(102, 0)), "result": {"score": score}}

        deep = json.dumps(good()).replace('"platform"', '"x":' + '{"x":' * 40 + "1" + "}" * 40 + ',"platform"')
        bad = [
            (b'"a text"', "not_an_object", None),
            (json.dumps({**good(), "actor": {"name": "Peserta"}}).encode(), "field_missing", "/actor/mbox"),
            (json.dumps({**good(), "result": {"duration": "P999Y"}}).encode(), "field_range", "/result/duration"),
            (json.dumps(scored({"raw": 101, "max": 100})).encode(), "field_range", "/result/score/raw"),
            (json.dumps({**good(), "timestamp": ahead}).encode(), "field_range", "/timestamp"),
            (json.dumps(good()).encode().replace(b"Peserta", b"\xff"), "json", "/actor/name"),
            (json.dumps(good()).encode()[:-1] + b",}", "json", None),
            (deep.encode(), "json_depth", "/context/x/x/x"),
            (json.dumps({**good(), "verb": {}}).encode(), "type_missing", "/verb/id"),
        ]
        raw = b"[" + b",".join(part for i, (b, _, _) in enumerate(bad)
                               for part in (b, json.dumps(good(200 + i)).encode())) + b"]"
        ids = self.accept(raw)
        self.assertEqual((len(ids), len(set(ids))), (2 * len(bad), 2 * len(bad)))
        self.assertEqual((self.counts()["accepted"], self.became("mapped"), self.became("dead")),
                         (2 * len(bad), len(bad), len(bad)))
        letters = [(e["jbindex"], e["data"]["reason"], e["data"].get("field"))
                   for e in self.stored()["training.deadletter.v1"]]
        self.assertEqual(letters, [(2 * i, reason, field) for i, (_, reason, field) in enumerate(bad)])

    def test_a_body_that_is_no_json_is_one_dead_letter(self):
        self.serve()
        for body in (b"<html></html>", b"", b'[{"actor":', b"\xff\xfe"):
            self.assertEqual(self.accept(body), [])
        self.assertEqual((self.counts()["accepted"], self.counts()["dead"]), (4, 4))
        self.assertEqual({e["data"]["reason"] for e in self.stored()["training.deadletter.v1"]}, {"json"})

    def test_what_nobody_wants_is_ignored_or_unmapped_and_counted(self):
        self.serve()
        seen = lms.statement(r"\core\event\course_viewed", "http://id.tincanapi.com/verb/viewed", {"id": lms.COURSE["id"]})
        answered = list(lms.attempt(102, 2))[1:]
        self.accept([seen, *answered])
        counts = self.counts()
        self.assertEqual((counts["unmapped"], counts["ignored"], counts["accepted"]), (1, 2, 3))

    # Duplicates: Moodle's statements have no id, and it resends in other batches

    def test_what_comes_again_in_other_batches_is_known_again(self):
        self.serve()
        all_of_them = [lms.completed(person) for person in range(20)]
        first = self.accept(all_of_them)
        again = self.accept(all_of_them[:7]) + self.accept(all_of_them[7:])
        self.assertEqual(first, again)
        self.assertEqual(self.counts()["accepted"], 40)
        self.assertEqual(self.counts()["duplicate"], 20)

    def test_equal_acts_of_one_second_in_one_batch_are_two(self):
        self.serve()
        first = self.accept([lms.completed(), lms.completed()])
        self.assertNotEqual(*first)
        self.assertEqual(self.accept([lms.completed(), lms.completed()]), first)
        self.assertEqual(self.counts()["duplicate"], 2)

    def test_an_id_that_stands_twice_in_a_batch_is_a_duplicate(self):
        self.serve()
        one = {**lms.completed(), "id": UUID}
        self.assertEqual(self.accept([one, one]), [UUID, UUID])
        self.assertEqual((self.counts()["accepted"], self.counts()["duplicate"]), (2, 1))

    # Size

    def test_thirty_attempts_at_a_quiz_are_one_batch_of_two_megabytes(self):
        self.serve()
        batch = [s for person in range(30) for s in lms.attempt(person, 50, fill="Soal " * 160)]
        body = json.dumps(batch).encode()
        self.assertGreater(len(body), 2_400_000)
        self.assertEqual(len(set(self.accept(body))), 30 * 51)
        self.assertEqual(self.counts()["accepted"], 30 * 51)
        self.assertEqual((self.became("mapped"), self.became("ignored")), (30, 30 * 50))

    def test_ten_thousand_statements_are_one_batch(self):
        self.serve()
        self.assertEqual(len(set(self.accept([lms.completed(person) for person in range(10_000)]))), 10_000)
        self.assertEqual(self.counts()["accepted"], 10_000)
        self.assertEqual(self.moodle.send(b"[" + b"1," * 20_000 + b"1]").status, 413)

    # Pressure and kills

    def test_a_request_is_held_while_the_journal_cannot_store(self):
        self.serve(JB_FAILPOINTS="journal.commit_error=error@1")
        self.assertEqual(len(self.accept([lms.completed()])), 1)
        self.assertEqual(self.counts()["accepted"], 1)
        refused = self.running.metric("jembatan_journal_refused_total", reason="io")
        self.assertEqual(refused, 1, "the first attempt failed")

    def test_the_reserve_of_the_disk_is_for_those_who_do_not_send_again(self):
        self.here = self.site()
        lms.add_source(self.here)
        self.here.edit("gateway.yaml", lambda y: y + "\njournal: {reserve: 1000000GiB}\n")
        self.start()
        self.assertEqual(harness.Sender(self.running).post({"event": "meeting.alert"}).status, 503, "Zoom comes again")
        self.assertEqual(len(self.accept([lms.completed()])), 1)
        self.assertEqual(self.counts()["accepted"], 1)

    def test_a_request_is_refused_where_the_source_does_not_wait(self):
        self.serve(", on_pressure: refuse", JB_FAILPOINTS="journal.commit_error=error@1")
        answer = self.moodle.send([lms.completed()])
        self.assertEqual((answer.status, answer.headers["X-Experience-API-Version"]), (503, "1.0.3"))
        self.assertEqual(self.counts()["accepted"], 0)

    def killed_at(self, failpoint, people=200):
        """Sends a batch on whose way the gateway dies; sends it again, if it was not acknowledged, and counts. Whether it
        was."""
        self.serve(JB_FAILPOINTS=failpoint)
        batch = [lms.completed(person) for person in range(people)]
        answer = self.moodle.offer(batch)
        acknowledged = answer is not None and answer.status == 200
        harness.until("the gateway is dead", lambda: self.running.process.poll() is not None)
        self.start()
        if not acknowledged:  # an administrator presses resend
            self.assertEqual(len(set(self.accept(batch))), people)
        counts = self.counts()
        self.assertEqual(counts["accepted"] - counts["duplicate"], people, counts)
        self.running.terminate()
        events = lms.topics(self.here)["training.events.v1"]
        self.assertEqual(len({e["id"] for e in events}), people)
        return acknowledged

    def test_a_kill_before_the_commit_loses_nothing_that_was_acknowledged(self):
        self.assertFalse(self.killed_at("journal.before_commit=kill"))

    def test_a_kill_between_the_commit_and_the_answer_doubles_nothing(self):
        self.assertFalse(self.killed_at("journal.after_commit=kill"))

    # More than go into one append of the pump, which may be faster than the answer.

    def test_a_kill_in_the_middle_of_a_body_at_the_pump_doubles_nothing(self):
        self.killed_at("pump.after_append=kill@1", people=4200)

    def test_a_kill_before_the_cursor_doubles_nothing(self):
        self.killed_at("pump.after_append=kill@2", people=4200)


if __name__ == "__main__":
    harness.main()
