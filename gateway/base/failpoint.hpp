#pragma once
// Named places where a test may kill the process, JB_FAILPOINTS="journal.before_commit=kill@3,pump.after_append=kill".
// "kill@N" sends SIGKILL to the process at the N-th pass (1 when absent); "error@N" makes failpoint_error() true then;
// "stop@N" sends SIGSTOP. Compiled out unless the build says so: a release contains neither names nor code.
namespace jembatan::inline base {

#ifdef JB_FAILPOINTS_ENABLED
// Acts as the environment asks for this name. Safe from any thread.
void failpoint(const char* name);
bool failpoint_error(const char* name);
#define JB_FAILPOINT(name) ::jembatan::failpoint(name)
#define JB_FAILPOINT_ERROR(name) ::jembatan::failpoint_error(name)
#else
#define JB_FAILPOINT(name) static_cast<void>(0)
#define JB_FAILPOINT_ERROR(name) false
#endif

}  // namespace jembatan::inline base
