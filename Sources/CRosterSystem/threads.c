#ifdef __linux__
#define _GNU_SOURCE
#endif

#include "CRosterSystem.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __linux__
#include <sched.h>
#include <sys/resource.h>
#elif defined(__APPLE__)
#include <pthread/qos.h>
#endif

struct start {
    char name[16];
    int niceness;
    void (*body)(void *);
    void *context;
};

// Names the calling thread and lowers its priority. A thread that keeps its former name or priority still does its work.
static void introduce(const struct start *start) {
#ifdef __linux__
    pthread_setname_np(pthread_self(), start->name);
    // For the number 0, Linux takes the calling thread alone, not the process. What exceeds the limit of 19 is cut off. The thread that
    // starts this one may have a priority of its own, which is not to be inherited: the process's first thread tells the usual one.
    setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, getpid()) + start->niceness);
#elif defined(__APPLE__)
    pthread_setname_np(start->name);
    if (start->niceness > 0) { pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0); }
#endif
}

static void *run(void *pointer) {
    struct start start = *(struct start *)pointer;
    free(pointer);
    introduce(&start);
    start.body(start.context);
    return NULL;
}

// Every signal but those that a thread raises by its own fault: the host's handlers run on the host's threads.
static void make_foreign_signals(sigset_t *signals) {
    int own[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT};
    sigfillset(signals);
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) { sigdelset(signals, own[i]); }
}

int roster_start_thread(const char *name, int niceness, void (*body)(void *), void *context) {
    struct start *start = malloc(sizeof *start);
    if (start == NULL) { return ENOMEM; }
    *start = (struct start){.niceness = niceness, .body = body, .context = context};
    snprintf(start->name, sizeof start->name, "%s", name);

    sigset_t blocked, former;
    make_foreign_signals(&blocked);
    pthread_sigmask(SIG_BLOCK, &blocked, &former);
    pthread_t thread;
    int failure = pthread_create(&thread, NULL, run, start);
    pthread_sigmask(SIG_SETMASK, &former, NULL);

    if (failure == 0) { pthread_detach(thread); } else { free(start); }
    return failure;
}

// The processors' worth of time that the control group of a container grants, rounded up; 0 when there is no limit.
static long granted_processor_count(void) {
    long quota = 0, period = 0;
    FILE *file = fopen("/sys/fs/cgroup/cpu.max", "re");
    if (file != NULL) {  // version 2: `max 100000` or `150000 100000`
        if (fscanf(file, "%ld %ld", &quota, &period) != 2) { quota = 0; }
        fclose(file);
    } else {
        FILE *quota_file = fopen("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "re");
        FILE *period_file = fopen("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "re");
        if (quota_file != NULL && fscanf(quota_file, "%ld", &quota) != 1) { quota = 0; }
        if (period_file != NULL && fscanf(period_file, "%ld", &period) != 1) { period = 0; }
        if (quota_file != NULL) { fclose(quota_file); }
        if (period_file != NULL) { fclose(period_file); }
    }
    return quota > 0 && period > 0 ? (quota + period - 1) / period : 0;
}

int roster_processor_count(void) {
    long count = sysconf(_SC_NPROCESSORS_ONLN);
#ifdef __linux__
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) { count = CPU_COUNT(&allowed); }
    long granted = granted_processor_count();
    if (granted > 0 && granted < count) { count = granted; }
#endif
    return count > 0 ? (int)count : 1;
}
