"""What each sender and each stranger is answered (INTERFACES.md 7), and that only what was answered 2xx is stored."""
import hashlib
import hmac
import json
import time

import harness


class Door(harness.GatewayTest):
    @classmethod
    def setUpClass(cls):
        cls.shared_site = harness.Site()
        cls.addClassCleanup(cls.shared_site.remove)
        cls.shared = harness.Gateway(cls.shared_site)
        cls.addClassCleanup(cls.shared.end)
        cls.shared.start()
        cls.sender = harness.Sender(cls.shared)
        cls.path = f"/v1/zoom/{harness.SOURCE_ID}"

    def accepted(self):
        return self.shared.source()["accepted"]

    def assert_stores_nothing(self, action, status):
        before = self.accepted()
        answer = action()
        self.assertEqual(answer.status, status, answer.body)
        self.assertIsNone(answer.receipt)
        self.assertEqual(self.accepted(), before)
        return answer

    def body(self, n):
        return json.dumps({"event": "meeting.alert", "event_ts": 1773622800000 + n,
                           "payload": {"account_id": "A", "object": {"id": str(n), "uuid": f"uuid-{n}=="}}}).encode()

    def test_a_signed_body_gets_200_empty_with_a_receipt(self):
        answer = self.sender.post(self.body(1))
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.body, b"")
        self.assertRegex(answer.receipt, r"^jb1-sim-1-[0-9a-f]{16}-[0-9]+$")

    def test_the_same_body_twice_is_stored_twice_and_counted_as_duplicate(self):
        harness.until("idle", self.shared.idle)
        before = self.shared.source()
        first, second = self.sender.post(self.body(2)), self.sender.post(self.body(2))
        self.assertNotEqual(first.receipt, second.receipt)
        after = self.assert_settled(self.shared)["sources"][harness.SOURCE_ID]
        self.assertEqual(after["accepted"], before["accepted"] + 2)
        self.assertEqual(after["duplicate"], before["duplicate"] + 1)

    def test_no_signature_gets_401(self):
        body = self.body(3)
        headers = {"Content-Type": "application/json"}
        self.assert_stores_nothing(lambda: self.sender.request("POST", self.path, body, headers), 401)

    def test_a_wrong_signature_gets_503_because_it_may_be_our_fault(self):
        self.assert_stores_nothing(lambda: self.sender.post(self.body(4), secret=b"another secret"), 503)

    def test_a_changed_body_gets_503(self):
        headers = self.sender.headers(self.body(5))
        self.assert_stores_nothing(lambda: self.sender.request("POST", self.path, self.body(6), headers), 503)

    def test_a_stale_time_stamp_gets_503_on_either_side(self):
        now = int(time.time())
        self.assert_stores_nothing(lambda: self.sender.post(self.body(7), timestamp=now - 400), 503)
        self.assert_stores_nothing(lambda: self.sender.post(self.body(7), timestamp=now + 400), 503)
        self.assertEqual(self.sender.post(self.body(7), timestamp=now - 200).status, 200)

    def test_the_url_validation_is_answered_only_when_it_is_signed(self):
        challenge = {"event": "endpoint.url_validation", "event_ts": 1773622800000,
                     "payload": {"plainToken": "qgg8vlvZRS6UYooatFL8Aw"}}
        answer = self.assert_stores_nothing(lambda: self.sender.post(challenge), 200)
        expected = hmac.new(self.sender.secret, b"qgg8vlvZRS6UYooatFL8Aw", hashlib.sha256).hexdigest()
        self.assertEqual(json.loads(answer.body), {"plainToken": "qgg8vlvZRS6UYooatFL8Aw", "encryptedToken": expected})
        refused = self.assert_stores_nothing(lambda: self.sender.post(challenge, secret=b"not the secret"), 503)
        self.assertNotIn(b"encryptedToken", refused.body)

    def test_malformed_json_with_a_good_signature_is_stored_and_becomes_a_dead_letter(self):
        harness.until("idle", self.shared.idle)
        before = self.shared.source()
        answer = self.sender.post(b'{"event":"meeting.started","payload":')
        self.assertEqual(answer.status, 200, answer.body)
        after = self.assert_settled(self.shared)["sources"][harness.SOURCE_ID]
        self.assertEqual(after["dead"], before["dead"] + 1)
        self.assertEqual(after["accepted"], before["accepted"] + 1)

    def assert_problem(self, answer):
        self.assertEqual(answer.headers.get_content_type(), "application/problem+json")
        self.assertEqual(json.loads(answer.body)["status"], answer.status)

    def test_an_unknown_path_or_source_gets_404(self):
        for path in ("/", "/v1/zoom/nobody", "/v1/zoom", "/healthz", "/admin/v1/status"):
            body = self.body(8)
            answer = self.assert_stores_nothing(
                lambda p=path, b=body: self.sender.request("POST", p, b, self.sender.headers(b)), 404)
            self.assert_problem(answer)

    def test_a_wrong_method_gets_405_and_is_told_which_is_right(self):
        answer = self.assert_stores_nothing(lambda: self.sender.request("GET", self.path), 405)
        self.assertIn("POST", answer.headers["Allow"])
        self.assert_problem(answer)

    def test_another_content_type_gets_415(self):
        body = self.body(9)
        headers = {**self.sender.headers(body), "Content-Type": "text/plain"}
        self.assert_problem(self.assert_stores_nothing(
            lambda: self.sender.request("POST", self.path, body, headers), 415))

    def test_a_body_over_the_limit_gets_413(self):
        body = b'{"event":"' + b"x" * (1024 * 1024 + 1) + b'"}'
        self.assert_problem(self.assert_stores_nothing(lambda: self.announce(body), 413))

    def announce(self, body):
        # The answer comes before the body is read, so only the announcement is sent.
        return self.sender.request("POST", self.path, None, {**self.sender.headers(body), "Content-Length": len(body)})

    def test_health_says_the_environment_and_readiness_that_the_journal_accepts(self):
        status, body = self.shared.health("/healthz")
        self.assertEqual((status, json.loads(body)["environment"]), (200, "test"))
        status, body = self.shared.health("/readyz")
        self.assertEqual((status, json.loads(body)["ready"]), (200, True))

    def test_metrics_hold_nothing_of_a_person(self):
        status, body = self.shared.health("/metrics")
        self.assertEqual(status, 200)
        self.assertIn("jembatan_", body)
        for person in self.shared_site.truth():
            for word in [person.get("nip"), *person["keys"]]:
                if word:
                    self.assertNotIn(word, body.lower())


class Logs(harness.GatewayTest):
    def test_the_log_of_a_session_holds_nobody(self):
        site = self.site()
        gateway = self.gateway(site)
        site.play(gateway)
        site.settle()
        self.assertEqual(gateway.terminate(), 0)
        log = gateway.log.read_text().lower()
        self.assertTrue(log)
        for person in site.truth():
            for word in [person.get("nip"), *person["keys"]]:
                if word:
                    self.assertNotIn(word, log)
        for line in gateway.log.read_text().splitlines():
            json.loads(line)


if __name__ == "__main__":
    harness.main()
