// Processes. Structures passed to services are variables of the calling frame.

import CNT
import NTABI
import NativeRuntime

enum ProcessChecks {
    static func run(_ report: Report) {
        children(report)
        queries(report)
        opening(report)
        refusedImages(report)
    }

    private static func children(_ report: Report) {
        report.equal("a child's exit status", ChildRole.run("seven").rawValue, 7)
        report.check("a child gets its command line", ChildRole.run("argument").isSuccess)
        do throws(NTStatus) {
            let child = try ChildRole.start("loop")
            report.check("a running child", child.exitStatus() == .pending)
            child.terminate(.controlCExit)
            report.check("ends with the status it is ended with", child.wait() == .controlCExit)
            report.expect(
                "ending it again", NtTerminateProcess(child.process, 0), .processIsTerminating)
            child.close()
        } catch { report.check("a looping child starts", false, "\(error.rawValue)") }
    }

    private static func queries(_ report: Report) {
        let me = Handle.currentProcess.rawValue
        var basic = PROCESS_BASIC_INFORMATION()
        let size = UInt32(MemoryLayout<PROCESS_BASIC_INFORMATION>.size)
        report.expect(
            "NtQueryInformationProcess",
            unsafe NtQueryInformationProcess(me, ProcessBasicInformation, &basic, size, nil),
            .success)
        report.equal("knows the PEB", basic.PebBaseAddress, UInt(bitPattern: unsafe RtlGetCurrentPeb()))
        report.equal("and the exit status that is still open", basic.ExitStatus, NTStatus.pending.rawValue)
        var handles: UInt32 = 0
        report.expect(
            "the count of handles",
            unsafe NtQueryInformationProcess(me, ProcessHandleCount, &handles, 4, nil), .success)
        let event = ObjectChecks.newEvent()
        var more: UInt32 = 0
        _ = unsafe NtQueryInformationProcess(me, ProcessHandleCount, &more, 4, nil)
        report.equal("counts one more", more, handles + 1)
        _ = NtClose(event)
        report.expect(
            "with a wrong length",
            unsafe NtQueryInformationProcess(me, ProcessBasicInformation, &basic, 5, nil),
            .infoLengthMismatch)
        report.expect(
            "of an unknown class",
            unsafe NtQueryInformationProcess(me, 9999, &basic, size, nil), .invalidInfoClass)
        let name = try? unsafe queried(startingAt: 512) { buffer, length in
            unsafe NtQueryInformationProcess(me, ProcessImageFileName, buffer, length, nil)
        }
        report.check("the image's name", (name?.load(UInt16.self, at: 0) ?? 0) > 10)
    }

    private static func opening(_ report: Report) {
        var handle: UInt = 0
        var attributes = OBJECT_ATTRIBUTES()
        attributes.Length = UInt32(MemoryLayout<OBJECT_ATTRIBUTES>.size)
        var client = CLIENT_ID(UniqueProcess: 0xFFFF_FFF0, UniqueThread: 0)
        report.expect(
            "NtOpenProcess of nobody",
            unsafe NtOpenProcess(&handle, PROCESS_ALL_ACCESS, &attributes, &client), .invalidCid)
        var basic = PROCESS_BASIC_INFORMATION()
        _ = unsafe NtQueryInformationProcess(
            Handle.currentProcess.rawValue, ProcessBasicInformation, &basic,
            UInt32(MemoryLayout<PROCESS_BASIC_INFORMATION>.size), nil)
        client.UniqueProcess = basic.UniqueProcessId
        report.expect(
            "NtOpenProcess of oneself",
            unsafe NtOpenProcess(&handle, PROCESS_QUERY_INFORMATION, &attributes, &client), .success)
        report.expect(
            "ending without PROCESS_TERMINATE", NtTerminateProcess(handle, 1), .accessDenied)
        _ = NtClose(handle)
        report.expect(
            "ending an event", NtTerminateProcess(ObjectChecks.newEvent(), 1), .objectTypeMismatch)
    }

    private static func refusedImages(_ report: Report) {
        do throws(NTStatus) {
            let path: StaticString = "\\SystemRoot\\System32\\config\\system.reg"
            let child = try ChildProcess.create(path.utf16Units, commandLine: [])
            child.terminate(.unsuccessful)
            report.check("a text file is no program", false)
        } catch { report.expect("a text file is no program", error.rawValue, .invalidImageNotMZ) }
        do throws(NTStatus) {
            let path: StaticString = "\\SystemRoot\\System32\\nothing.exe"
            let child = try ChildProcess.create(path.utf16Units, commandLine: [])
            child.terminate(.unsuccessful)
            report.check("a program that is not there", false)
        } catch {
            report.expect("a program that is not there", error.rawValue, .objectNameNotFound)
        }
    }
}
