import NTABI

/// TIME_FIELDS: eight 16-bit numbers.
private enum TimeField {
    static let year = 0
    static let month = 1
    static let day = 2
    static let hour = 3
    static let minute = 4
    static let second = 5
    static let milliseconds = 6
    static let weekday = 7
}

/// RtlTimeToTimeFields.
@c(RtlTimeToTimeFields)
public func rtlTimeToTimeFields(_ time: UInt, _ fields: UInt) {
    let moment = CalendarTime(ntTime: Pointer<Int64>(time).value)
    let result = Pointer<Int16>(fields)
    result[TimeField.year] = Int16(truncatingIfNeeded: moment.year)
    result[TimeField.month] = Int16(truncatingIfNeeded: moment.month)
    result[TimeField.day] = Int16(truncatingIfNeeded: moment.day)
    result[TimeField.hour] = Int16(truncatingIfNeeded: moment.hour)
    result[TimeField.minute] = Int16(truncatingIfNeeded: moment.minute)
    result[TimeField.second] = Int16(truncatingIfNeeded: moment.second)
    result[TimeField.milliseconds] = Int16(truncatingIfNeeded: moment.milliseconds)
    result[TimeField.weekday] = Int16(truncatingIfNeeded: moment.weekday)
}

/// RtlTimeFieldsToTime. False for a date or time that does not exist; the weekday is not looked at.
@c(RtlTimeFieldsToTime)
public func rtlTimeFieldsToTime(_ fields: UInt, _ time: UInt) -> UInt8 {
    let source = Pointer<Int16>(fields)
    func field(_ index: Int) -> Int64 { Int64(source[index]) }
    let moment = CalendarTime(
        year: field(TimeField.year), month: field(TimeField.month), day: field(TimeField.day),
        hour: field(TimeField.hour), minute: field(TimeField.minute), second: field(TimeField.second),
        milliseconds: field(TimeField.milliseconds))
    guard let count = moment.ntTime else { return 0 }
    Pointer<Int64>(time).value = count
    return 1
}

/// Seconds from 1601 to 1970.
private let secondsTo1970: Int64 = 11_644_473_600

/// RtlTimeToSecondsSince1970. False outside the years that 32 bits hold.
@c(RtlTimeToSecondsSince1970)
public func rtlTimeToSecondsSince1970(_ time: UInt, _ seconds: UInt) -> UInt8 {
    let count = Pointer<Int64>(time).value / 10_000_000 - secondsTo1970
    guard let value = UInt32(exactly: count) else { return 0 }
    Pointer<UInt32>(seconds).value = value
    return 1
}

/// RtlSecondsSince1970ToTime.
@c(RtlSecondsSince1970ToTime)
public func rtlSecondsSince1970ToTime(_ seconds: UInt32, _ time: UInt) {
    Pointer<Int64>(time).value = (Int64(seconds) + secondsTo1970) * 10_000_000
}

/// Seconds from 1601 to 1980.
private let secondsTo1980 = secondsTo1970 + 315_532_800

/// RtlTimeToSecondsSince1980. False outside the years that 32 bits hold.
@c(RtlTimeToSecondsSince1980)
public func rtlTimeToSecondsSince1980(_ time: UInt, _ seconds: UInt) -> UInt8 {
    guard let value = UInt32(exactly: Pointer<Int64>(time).value / 10_000_000 - secondsTo1980) else { return 0 }
    Pointer<UInt32>(seconds).value = value
    return 1
}

/// RtlSecondsSince1980ToTime.
@c(RtlSecondsSince1980ToTime)
public func rtlSecondsSince1980ToTime(_ seconds: UInt32, _ time: UInt) {
    Pointer<Int64>(time).value = (Int64(seconds) + secondsTo1980) * 10_000_000
}

/// RtlTimeToElapsedTimeFields. A span of time as days, hours, minutes, seconds and milliseconds.
@c(RtlTimeToElapsedTimeFields)
public func rtlTimeToElapsedTimeFields(_ time: UInt, _ fields: UInt) {
    let milliseconds = Pointer<Int64>(time).value / 10_000
    let result = Pointer<Int16>(fields)
    result[TimeField.year] = 0
    result[TimeField.month] = 0
    result[TimeField.day] = Int16(truncatingIfNeeded: milliseconds / 86_400_000)
    result[TimeField.hour] = Int16(truncatingIfNeeded: milliseconds / 3_600_000 % 24)
    result[TimeField.minute] = Int16(truncatingIfNeeded: milliseconds / 60_000 % 60)
    result[TimeField.second] = Int16(truncatingIfNeeded: milliseconds / 1000 % 60)
    result[TimeField.milliseconds] = Int16(truncatingIfNeeded: milliseconds % 1000)
    result[TimeField.weekday] = 0
}

/// RtlSystemTimeToLocalTime, RtlLocalTimeToSystemTime. The clock of the system is that of Greenwich everywhere.
@c(RtlSystemTimeToLocalTime)
public func rtlSystemTimeToLocalTime(_ time: UInt, _ local: UInt) -> UInt32 {
    Pointer<Int64>(local).value = Pointer<Int64>(time).value
    return 0
}
