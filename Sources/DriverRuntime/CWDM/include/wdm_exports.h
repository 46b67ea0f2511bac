// What our own drivers call of ntoskrnl.exe and hal.dll.
#pragma once
#include "wdm_irp.h"
#include "wdm_registry.h"

// Io
NTSTATUS IoCreateDevice(DRIVER_OBJECT *DriverObject, uint32_t DeviceExtensionSize, const UNICODE_STRING *DeviceName,
                        uint32_t DeviceType, uint32_t DeviceCharacteristics, BOOLEAN Exclusive, DEVICE_OBJECT **DeviceObject);
void IoDeleteDevice(DEVICE_OBJECT *DeviceObject);
NTSTATUS IoGetDeviceObjectPointer(const UNICODE_STRING *ObjectName, uint32_t DesiredAccess, FILE_OBJECT **FileObject,
                                  DEVICE_OBJECT **DeviceObject);
NTSTATUS IofCallDriver(DEVICE_OBJECT *DeviceObject, IRP *Irp);
void IofCompleteRequest(IRP *Irp, int8_t PriorityBoost);
IRP *IoBuildDeviceIoControlRequest(uint32_t IoControlCode, DEVICE_OBJECT *DeviceObject, void *InputBuffer,
                                   uint32_t InputBufferLength, void *OutputBuffer, uint32_t OutputBufferLength,
                                   BOOLEAN InternalDeviceIoControl, KEVENT *Event, IO_STATUS_BLOCK *IoStatusBlock);
void IoStartPacket(DEVICE_OBJECT *DeviceObject, IRP *Irp, uint32_t *Key, PDRIVER_CANCEL CancelFunction);
void IoStartNextPacket(DEVICE_OBJECT *DeviceObject, BOOLEAN Cancelable);
void IoAcquireCancelSpinLock(KIRQL *Irql);
void IoReleaseCancelSpinLock(KIRQL Irql);
NTSTATUS IoConnectInterrupt(KINTERRUPT **InterruptObject, uint8_t (*ServiceRoutine)(KINTERRUPT *, void *),
                            void *ServiceContext, KSPIN_LOCK *SpinLock, uint32_t Vector, KIRQL Irql,
                            KIRQL SynchronizeIrql, int32_t InterruptMode, BOOLEAN ShareVector, uint64_t ProcessorEnableMask,
                            BOOLEAN FloatingSave);
void IoDisconnectInterrupt(KINTERRUPT *InterruptObject);

enum { LevelSensitive = 0, Latched = 1 };
enum { Executive = 0 };
enum { Isa = 1 };

// Ke
void KeInitializeDpc(KDPC *Dpc, PKDEFERRED_ROUTINE DeferredRoutine, void *DeferredContext);
BOOLEAN KeInsertQueueDpc(KDPC *Dpc, void *SystemArgument1, void *SystemArgument2);
void KeInitializeTimer(KTIMER *Timer);
BOOLEAN KeSetTimer(KTIMER *Timer, int64_t DueTime, KDPC *Dpc);
BOOLEAN KeCancelTimer(KTIMER *Timer);
void KeInitializeEvent(KEVENT *Event, int32_t Type, BOOLEAN State);
int32_t KeSetEvent(KEVENT *Event, int32_t Increment, BOOLEAN Wait);
NTSTATUS KeWaitForSingleObject(void *Object, int32_t WaitReason, KPROCESSOR_MODE WaitMode, BOOLEAN Alertable, int64_t *Timeout);
NTSTATUS KeDelayExecutionThread(KPROCESSOR_MODE WaitMode, BOOLEAN Alertable, int64_t *Interval);
BOOLEAN KeSynchronizeExecution(KINTERRUPT *Interrupt, uint8_t (*SynchronizeRoutine)(void *), void *SynchronizeContext);
KIRQL KeAcquireSpinLockRaiseToDpc(KSPIN_LOCK *SpinLock);
void KeReleaseSpinLock(KSPIN_LOCK *SpinLock, KIRQL NewIrql);
void KeStallExecutionProcessor(uint32_t MicroSeconds);

// Ex, Rtl
void *ExAllocatePoolWithTag(int32_t PoolType, size_t NumberOfBytes, uint32_t Tag);
void ExFreePoolWithTag(void *Pool, uint32_t Tag);
NTSTATUS RtlQueryRegistryValues(uint32_t RelativeTo, const uint16_t *Path, RTL_QUERY_REGISTRY_TABLE *QueryTable,
                                void *Context, void *Environment);
NTSTATUS RtlWriteRegistryValue(uint32_t RelativeTo, const uint16_t *Path, const uint16_t *ValueName, uint32_t ValueType,
                               void *ValueData, uint32_t ValueLength);

enum { NonPagedPool = 0 };

// Hal
uint8_t READ_PORT_UCHAR(uint8_t *Port);
void WRITE_PORT_UCHAR(uint8_t *Port, uint8_t Value);
uint32_t HalGetInterruptVector(int32_t InterfaceType, uint32_t BusNumber, uint32_t BusInterruptLevel,
                               uint32_t BusInterruptVector, KIRQL *Irql, uint64_t *Affinity);
