/* What hostiledrv.sys does when it is asked to: the function number of its control code. */
#pragma once

enum deed {
    WRITE_TO_NOWHERE = 1,
    JUMP_TO_NOWHERE,
    RUN_OUT_OF_STACK,
    HALT_THE_PROCESSOR,
    STOP_IN_A_DEBUGGER,
    BUG_CHECK,
    FILL_THE_RINGS,             /* what it shares with the executive: with ones */
    SCRIBBLE_ON_THE_RINGS,      /* with what comes to mind */
    COMPLETE_NO_IRP,
    FREE_WHAT_IS_NOT_ITS_OWN,
    CRASH_IN_A_DPC,
    CRASH_IN_A_WORK_ITEM,
    CRASH_IN_A_CANCEL_ROUTINE,  /* its request is cancelled after a while */
    SLEEP_IN_A_DPC,
    LAST_CRASH = SLEEP_IN_A_DPC,

    COMPLETE_TWICE,
    TAKE_ALL_THREADS,
    TAKE_ALL_DEVICES,
    TAKE_ALL_POOL,
    CLOSE_ALL_HANDLES,
    END_THE_THREAD_THAT_SERVES,
    TOUCH_WHAT_IS_COMPLETE,
    RESET_THE_MACHINE,          /* by the keyboard controller's port, which is not its own */
    RAISE_IRQL,
    CLAIM_TOO_MUCH,             /* more was transferred than there is room */
    CALL_THE_KERNEL,            /* seL4's, with a capability that it does not have */
    REPEAT_A_DPC,               /* for ever */
    LAST_MISDEED = REPEAT_A_DPC,

    LOOP,
};

#define DEED_CODE(deed) (0x00220000 | (deed) << 2)
