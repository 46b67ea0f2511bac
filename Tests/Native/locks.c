/* ntdll's locks that are one word long, and the services under them: slim locks, condition variables, initialising once, waiting
 * for an address, keyed events, alerts by thread id. */
#include "native.h"

NTSTATUS NTAPI NtYieldExecution(void);
NTSTATUS NTAPI NtCreateKeyedEvent(PHANDLE handle, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes, ULONG flags);
NTSTATUS NTAPI NtOpenKeyedEvent(PHANDLE handle, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes);
NTSTATUS NTAPI NtWaitForKeyedEvent(HANDLE handle, PVOID key, BOOLEAN alertable, PLARGE_INTEGER timeout);
NTSTATUS NTAPI NtReleaseKeyedEvent(HANDLE handle, PVOID key, BOOLEAN alertable, PLARGE_INTEGER timeout);
NTSTATUS NTAPI NtAlertThreadByThreadId(HANDLE id);
NTSTATUS NTAPI NtWaitForAlertByThreadId(PVOID address, PLARGE_INTEGER timeout);
void NTAPI RtlInitializeSRWLock(PRTL_SRWLOCK lock);
void NTAPI RtlAcquireSRWLockExclusive(PRTL_SRWLOCK lock);
void NTAPI RtlAcquireSRWLockShared(PRTL_SRWLOCK lock);
BOOLEAN NTAPI RtlTryAcquireSRWLockExclusive(PRTL_SRWLOCK lock);
BOOLEAN NTAPI RtlTryAcquireSRWLockShared(PRTL_SRWLOCK lock);
void NTAPI RtlReleaseSRWLockExclusive(PRTL_SRWLOCK lock);
void NTAPI RtlReleaseSRWLockShared(PRTL_SRWLOCK lock);
void NTAPI RtlInitializeConditionVariable(PRTL_CONDITION_VARIABLE variable);
NTSTATUS NTAPI RtlSleepConditionVariableSRW(PRTL_CONDITION_VARIABLE variable, PRTL_SRWLOCK lock, PLARGE_INTEGER timeout, ULONG flags);
NTSTATUS NTAPI RtlSleepConditionVariableCS(PRTL_CONDITION_VARIABLE variable, PRTL_CRITICAL_SECTION section, PLARGE_INTEGER timeout);
void NTAPI RtlWakeConditionVariable(PRTL_CONDITION_VARIABLE variable);
void NTAPI RtlWakeAllConditionVariable(PRTL_CONDITION_VARIABLE variable);
NTSTATUS NTAPI RtlRunOnceBeginInitialize(PRTL_RUN_ONCE once, ULONG flags, PVOID *context);
NTSTATUS NTAPI RtlRunOnceComplete(PRTL_RUN_ONCE once, ULONG flags, PVOID context);
NTSTATUS NTAPI RtlRunOnceExecuteOnce(PRTL_RUN_ONCE once, PVOID routine, PVOID parameter, PVOID *context);
NTSTATUS NTAPI RtlWaitOnAddress(const void *address, PVOID compare, SIZE_T size, PLARGE_INTEGER timeout);
void NTAPI RtlWakeAddressSingle(PVOID address);
void NTAPI RtlWakeAddressAll(PVOID address);
NTSTATUS NTAPI RtlInitializeCriticalSection(PRTL_CRITICAL_SECTION section);
NTSTATUS NTAPI RtlEnterCriticalSection(PRTL_CRITICAL_SECTION section);
NTSTATUS NTAPI RtlLeaveCriticalSection(PRTL_CRITICAL_SECTION section);
NTSYSAPI PVOID NTAPI RtlAddVectoredExceptionHandler(ULONG first, PVOID handler);
NTSTATUS NTAPI NtContinue(PCONTEXT context, BOOLEAN alertable);
NTSYSAPI ULONG NTAPI RtlRemoveVectoredExceptionHandler(PVOID handle);

typedef struct {
    NTSTATUS ExitStatus;
    PVOID TebBaseAddress;
    CLIENT_ID ClientId;
    ULONG_PTR AffinityMask;
    LONG Priority, BasePriority;
} THREAD_BASIC_INFORMATION;

static LARGE_INTEGER soon = {.QuadPart = -100000};

static HANDLE start(PVOID routine, PVOID argument)
{
    HANDLE thread = NULL;
    EXPECT(NtCreateThreadEx(&thread, 0x1FFFFF, NULL, CURRENT_PROCESS, routine, argument, 0, 0, 0, 0, NULL), STATUS_SUCCESS);
    return thread;
}

static void join(HANDLE thread)
{
    EXPECT(NtWaitForSingleObject(thread, FALSE, NULL), STATUS_SUCCESS);
    NtClose(thread);
}

/* Slim locks. */

static RTL_SRWLOCK lock;
static volatile LONG shared_value, inside, readers, most_readers, overlaps;

static NTSTATUS NTAPI writes(PVOID argument)
{
    (void)argument;
    for (int i = 0; i < 300; i++) {
        RtlAcquireSRWLockExclusive(&lock);
        if (++inside != 1 || readers != 0) overlaps++;
        LONG value = shared_value;
        if (i % 3 == 0) NtYieldExecution();
        shared_value = value + 1;
        inside--;
        RtlReleaseSRWLockExclusive(&lock);
    }
    return 0;
}

static NTSTATUS NTAPI reads(PVOID argument)
{
    (void)argument;
    for (int i = 0; i < 300; i++) {
        RtlAcquireSRWLockShared(&lock);
        LONG now = InterlockedIncrement(&readers);
        if (now > most_readers) most_readers = now;
        if (inside != 0) overlaps++;
        NtYieldExecution();
        InterlockedDecrement(&readers);
        RtlReleaseSRWLockShared(&lock);
    }
    return 0;
}

static void slim_locks(void)
{
    RtlInitializeSRWLock(&lock);
    HANDLE threads[5];
    for (int i = 0; i < 5; i++) threads[i] = start(i < 3 ? (PVOID)reads : (PVOID)writes, NULL);
    for (int i = 0; i < 5; i++) join(threads[i]);
    CHECK(shared_value == 600 && overlaps == 0 && most_readers >= 2);
    CHECK(lock.Ptr == NULL);
    CHECK(RtlTryAcquireSRWLockShared(&lock) && RtlTryAcquireSRWLockShared(&lock));
    CHECK(!RtlTryAcquireSRWLockExclusive(&lock));
    RtlReleaseSRWLockShared(&lock);
    RtlReleaseSRWLockShared(&lock);
    CHECK(RtlTryAcquireSRWLockExclusive(&lock) && !RtlTryAcquireSRWLockExclusive(&lock) && !RtlTryAcquireSRWLockShared(&lock));
    RtlReleaseSRWLockExclusive(&lock);
    CHECK(lock.Ptr == NULL);
}

/* Condition variables: a queue of one between a producer and a consumer. */

static RTL_CONDITION_VARIABLE full, empty;
static RTL_CRITICAL_SECTION section;
static volatile LONG item, sum;

static NTSTATUS NTAPI produces(PVOID argument)
{
    (void)argument;
    for (LONG i = 1; i <= 100; i++) {
        RtlAcquireSRWLockExclusive(&lock);
        while (item != 0) EXPECT(RtlSleepConditionVariableSRW(&empty, &lock, NULL, 0), STATUS_SUCCESS);
        item = i;
        RtlReleaseSRWLockExclusive(&lock);
        RtlWakeConditionVariable(&full);
    }
    return 0;
}

static volatile LONG asleep, awake;

static NTSTATUS NTAPI sleeps(PVOID argument)
{
    (void)argument;
    RtlEnterCriticalSection(&section);
    asleep++;
    EXPECT(RtlSleepConditionVariableCS(&full, &section, NULL), STATUS_SUCCESS);
    CHECK(section.RecursionCount == 1);
    awake++;
    RtlLeaveCriticalSection(&section);
    return 0;
}

static void condition_variables(void)
{
    RtlInitializeConditionVariable(&full);
    RtlInitializeConditionVariable(&empty);
    HANDLE producer = start(produces, NULL);
    for (LONG i = 1; i <= 100; i++) {
        RtlAcquireSRWLockExclusive(&lock);
        while (item == 0) EXPECT(RtlSleepConditionVariableSRW(&full, &lock, NULL, 0), STATUS_SUCCESS);
        CHECK(item == i);
        sum += item;
        item = 0;
        RtlReleaseSRWLockExclusive(&lock);
        RtlWakeConditionVariable(&empty);
    }
    join(producer);
    CHECK(sum == 5050 && full.Ptr == NULL && empty.Ptr == NULL);

    RtlAcquireSRWLockShared(&lock);
    EXPECT(RtlSleepConditionVariableSRW(&full, &lock, &soon, 1), STATUS_TIMEOUT);
    CHECK(full.Ptr == NULL && !RtlTryAcquireSRWLockExclusive(&lock));
    RtlReleaseSRWLockShared(&lock);

    EXPECT(RtlInitializeCriticalSection(&section), STATUS_SUCCESS);
    HANDLE threads[3];
    for (int i = 0; i < 3; i++) threads[i] = start(sleeps, NULL);
    for (LONG ready = 0; ready < 3;) {
        RtlEnterCriticalSection(&section);
        ready = asleep;
        RtlLeaveCriticalSection(&section);
        NtYieldExecution();
    }
    RtlWakeAllConditionVariable(&full);
    for (int i = 0; i < 3; i++) join(threads[i]);
    CHECK(awake == 3);
}

/* Initialising once. */

static RTL_RUN_ONCE once;
static volatile LONG initialised;
static LONG fails;

static ULONG NTAPI initialises(PRTL_RUN_ONCE which, PVOID parameter, PVOID *context)
{
    CHECK(which == &once && parameter == (PVOID)7);
    for (int i = 0; i < 5; i++) NtYieldExecution();
    if (fails-- > 0) return 0;
    initialised++;
    *context = (PVOID)0x1230;
    return 1;
}

static NTSTATUS NTAPI runs_once(PVOID argument)
{
    PVOID context = NULL;
    (void)argument;
    EXPECT(RtlRunOnceExecuteOnce(&once, initialises, (PVOID)7, &context), STATUS_SUCCESS);
    CHECK(context == (PVOID)0x1230);
    return 0;
}

static void once_only(void)
{
    PVOID context = NULL;
    EXPECT(RtlRunOnceBeginInitialize(&once, 1, &context), STATUS_UNSUCCESSFUL);
    fails = 1;
    EXPECT(RtlRunOnceExecuteOnce(&once, initialises, (PVOID)7, NULL), STATUS_UNSUCCESSFUL);
    HANDLE threads[4];
    for (int i = 0; i < 4; i++) threads[i] = start(runs_once, NULL);
    for (int i = 0; i < 4; i++) join(threads[i]);
    CHECK(initialised == 1);
    EXPECT(RtlRunOnceBeginInitialize(&once, 1, &context), STATUS_SUCCESS);
    CHECK(context == (PVOID)0x1230);

    RTL_RUN_ONCE race = {0};
    EXPECT(RtlRunOnceBeginInitialize(&race, 2, &context), STATUS_PENDING);
    EXPECT(RtlRunOnceBeginInitialize(&race, 2, &context), STATUS_PENDING);
    EXPECT(RtlRunOnceBeginInitialize(&race, 0, &context), STATUS_INVALID_PARAMETER);
    EXPECT(RtlRunOnceComplete(&race, 2, (PVOID)2), STATUS_INVALID_PARAMETER);
    EXPECT(RtlRunOnceComplete(&race, 2, (PVOID)8), STATUS_SUCCESS);
    EXPECT(RtlRunOnceComplete(&race, 2, (PVOID)16), STATUS_OBJECT_NAME_COLLISION);
    EXPECT(RtlRunOnceBeginInitialize(&race, 0, &context), STATUS_SUCCESS);
    CHECK(context == (PVOID)8);
}

/* Waiting for an address. */

static volatile LONG flag, woken;

static NTSTATUS NTAPI waits_for_flag(PVOID argument)
{
    LONG zero = 0;
    (void)argument;
    InterlockedIncrement(&asleep);
    while (flag == 0) RtlWaitOnAddress((const void *)&flag, &zero, sizeof zero, NULL);
    InterlockedIncrement(&woken);
    return 0;
}

static void addresses(void)
{
    LONG zero = 0;
    EXPECT(RtlWaitOnAddress((const void *)&flag, &zero, 3, NULL), STATUS_INVALID_PARAMETER);
    EXPECT(RtlWaitOnAddress((const void *)&flag, &zero, sizeof zero, &soon), STATUS_TIMEOUT);
    RtlWakeAddressAll((PVOID)&flag);
    flag = 1;
    EXPECT(RtlWaitOnAddress((const void *)&flag, &zero, sizeof zero, NULL), STATUS_SUCCESS);
    flag = 0;
    HANDLE threads[3];
    asleep = 0;
    for (int i = 0; i < 3; i++) threads[i] = start(waits_for_flag, NULL);
    while (asleep < 3) NtYieldExecution();
    flag = 1;
    RtlWakeAddressSingle((PVOID)&flag);
    RtlWakeAddressAll((PVOID)&flag);
    for (int i = 0; i < 3; i++) join(threads[i]);
    CHECK(woken == 3);
}

/* The services below. */

static HANDLE keyed;

static NTSTATUS NTAPI waits_keyed(PVOID key) { return NtWaitForKeyedEvent(keyed, key, FALSE, NULL); }
static NTSTATUS NTAPI waits_alert(PVOID argument)
{
    (void)argument;
    return NtWaitForAlertByThreadId(NULL, NULL);
}

static void expect_exit(HANDLE thread, NTSTATUS wanted)
{
    THREAD_BASIC_INFORMATION information = {0};
    EXPECT(NtWaitForSingleObject(thread, FALSE, NULL), STATUS_SUCCESS);
    EXPECT(NtQueryInformationThread(thread, 0, &information, sizeof information, NULL), STATUS_SUCCESS);
    CHECK(information.ExitStatus == wanted);
    NtClose(thread);
}

static void services(void)
{
    HANDLE event, other;
    UNICODE_STRING name;
    OBJECT_ATTRIBUTES attributes;
    EXPECT(NtCreateKeyedEvent(&keyed, GENERIC_ALL, NULL, 1), STATUS_INVALID_PARAMETER_4);
    EXPECT(NtCreateKeyedEvent(&keyed, GENERIC_ALL, NULL, 0), STATUS_SUCCESS);
    EXPECT(NtWaitForKeyedEvent(keyed, (PVOID)1, FALSE, &soon), STATUS_INVALID_PARAMETER_1);
    EXPECT(NtWaitForKeyedEvent(keyed, (PVOID)2, FALSE, &soon), STATUS_TIMEOUT);
    EXPECT(NtReleaseKeyedEvent(keyed, (PVOID)2, FALSE, &soon), STATUS_TIMEOUT);
    HANDLE thread = start(waits_keyed, (PVOID)8);
    EXPECT(NtReleaseKeyedEvent(keyed, (PVOID)16, FALSE, &soon), STATUS_TIMEOUT);
    EXPECT(NtReleaseKeyedEvent(NULL, (PVOID)8, FALSE, &soon), STATUS_TIMEOUT);
    EXPECT(NtReleaseKeyedEvent(keyed, (PVOID)8, FALSE, NULL), STATUS_SUCCESS);
    expect_exit(thread, STATUS_SUCCESS);
    /* A thread that ends while it waits leaves nothing behind. */
    thread = start(waits_keyed, (PVOID)8);
    NtDelayExecution(FALSE, &soon);
    EXPECT(NtTerminateThread(thread, 5), STATUS_SUCCESS);
    join(thread);
    EXPECT(NtReleaseKeyedEvent(keyed, (PVOID)8, FALSE, &soon), STATUS_TIMEOUT);
    EXPECT(NtCreateEvent(&event, GENERIC_ALL, NULL, 0, FALSE), STATUS_SUCCESS);
    EXPECT(NtWaitForKeyedEvent(event, (PVOID)8, FALSE, &soon), STATUS_OBJECT_TYPE_MISMATCH);
    EXPECT(NtWaitForSingleObject(keyed, FALSE, &soon), STATUS_ACCESS_DENIED);
    RtlInitUnicodeString(&name, L"\\KernelObjects\\CritSecOutOfMemoryEvent");
    InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
    EXPECT(NtOpenKeyedEvent(&other, 2, &attributes), STATUS_SUCCESS);
    EXPECT(NtWaitForKeyedEvent(other, (PVOID)8, FALSE, &soon), STATUS_ACCESS_DENIED);
    NtClose(other);
    NtClose(event);
    NtClose(keyed);

    THREAD_BASIC_INFORMATION information = {0};
    EXPECT(NtQueryInformationThread(CURRENT_THREAD, 0, &information, sizeof information, NULL), STATUS_SUCCESS);
    HANDLE own = information.ClientId.UniqueThread;
    EXPECT(NtAlertThreadByThreadId((HANDLE)3), STATUS_INVALID_CID);
    EXPECT(NtAlertThreadByThreadId(own), STATUS_SUCCESS);
    EXPECT(NtAlertThreadByThreadId(own), STATUS_SUCCESS);
    EXPECT(NtWaitForAlertByThreadId(NULL, NULL), STATUS_ALERTED);
    EXPECT(NtWaitForAlertByThreadId(NULL, &soon), STATUS_TIMEOUT);
    thread = start(waits_alert, NULL);
    EXPECT(NtQueryInformationThread(thread, 0, &information, sizeof information, NULL), STATUS_SUCCESS);
    EXPECT(NtAlertThreadByThreadId(information.ClientId.UniqueThread), STATUS_SUCCESS);
    expect_exit(thread, STATUS_ALERTED);
}

/* A lock that nobody has cannot be released: an exception, from which the handler goes back. */

static NTSTATUS raised;
static CONTEXT before;

static LONG NTAPI catches(PEXCEPTION_POINTERS pointers)
{
    raised = pointers->ExceptionRecord->ExceptionCode;
    NtContinue(&before, FALSE);
    return EXCEPTION_CONTINUE_SEARCH;
}

static void wrong_release(void (NTAPI *release)(PRTL_SRWLOCK))
{
    raised = 0;
    PVOID handler = RtlAddVectoredExceptionHandler(1, catches);
    RtlCaptureContext(&before);
    if (*(volatile NTSTATUS *)&raised == 0) {
        release(&lock);
        CHECK(!"it is released");
    }
    RtlRemoveVectoredExceptionHandler(handler);
    EXPECT(raised, STATUS_RESOURCE_NOT_OWNED);
    CHECK(lock.Ptr == NULL);
}

void NtProcessStartup(PPEB peb)
{
    (void)peb;
    slim_locks();
    condition_variables();
    once_only();
    addresses();
    services();
    wrong_release(RtlReleaseSRWLockShared);
    wrong_release(RtlReleaseSRWLockExclusive);
    finish();
}
