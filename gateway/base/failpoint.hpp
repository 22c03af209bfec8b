#pragma once
// Named places where a test may kill the process, JB_FAILPOINTS="journal.before_commit=kill@3,pump.after_append=kill".
// "kill@N" sends SIGKILL to the process at the N-th pass (1 when absent); "error@N" makes failpoint_error() true then;
// "stop@N" sends SIGSTOP. Compiled out unless the build says so: a release contains neither names nor code.
// Every write, commit, send and answer has one before and one after it; tests/crash/failpoints lists them all, and a
// test holds that list against the code.
namespace jembatan::inline base {

#ifdef JB_FAILPOINTS_ENABLED
// Acts as the environment asks for this name. Safe from any thread.
void failpoint(const char* name);
bool failpoint_error(const char* name);
#define JB_FAILPOINT(name) ::jembatan::failpoint(name)
#define JB_FAILPOINT_ERROR(name) ::jembatan::failpoint_error(name)
// For a place that many go through: its name is "part.doing_where", with _ for the spaces of `doing`.
void failpoint_of(const char* part, const char* doing, const char* where);
#define JB_FAILPOINT_OF(part, doing, where) ::jembatan::failpoint_of(part, doing, where)
#else
#define JB_FAILPOINT(name) static_cast<void>(0)
#define JB_FAILPOINT_ERROR(name) false
#define JB_FAILPOINT_OF(part, doing, where) static_cast<void>(doing)
#endif

}  // namespace jembatan::inline base
