import NTABI

/// TIME_FIELDS: eight 16-bit numbers. Times count 100 ns from 1 January 1601, a Monday.
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

private let unitsPerMillisecond: Int64 = 10_000
private let millisecondsPerDay: Int64 = 86_400_000

private func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

private func length(ofMonth month: Int64, in year: Int64) -> Int64 {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
}

/// Days from 1 January 1601 to 1 January of `year`.
private func daysBefore(_ year: Int64) -> Int64 {
    let years = year - 1601
    return years * 365 + years / 4 - years / 100 + years / 400
}

/// RtlTimeToTimeFields.
@c(RtlTimeToTimeFields)
public func rtlTimeToTimeFields(_ time: UInt, _ fields: UInt) {
    let milliseconds = Pointer<Int64>(time).value / unitsPerMillisecond
    let days = milliseconds / millisecondsPerDay
    let rest = milliseconds % millisecondsPerDay
    var year = 1601 + days / 366
    while daysBefore(year + 1) <= days { year += 1 }
    var day = days - daysBefore(year)
    var month: Int64 = 1
    while day >= length(ofMonth: month, in: year) {
        day -= length(ofMonth: month, in: year)
        month += 1
    }
    let result = Pointer<Int16>(fields)
    result[TimeField.year] = Int16(truncatingIfNeeded: year)
    result[TimeField.month] = Int16(month)
    result[TimeField.day] = Int16(day + 1)
    result[TimeField.hour] = Int16(rest / 3_600_000)
    result[TimeField.minute] = Int16(rest / 60_000 % 60)
    result[TimeField.second] = Int16(rest / 1000 % 60)
    result[TimeField.milliseconds] = Int16(rest % 1000)
    result[TimeField.weekday] = Int16((days + 1) % 7)
}

/// RtlTimeFieldsToTime. False for a date or time that does not exist; the weekday is not looked at.
@c(RtlTimeFieldsToTime)
public func rtlTimeFieldsToTime(_ fields: UInt, _ time: UInt) -> UInt8 {
    let source = Pointer<Int16>(fields)
    func field(_ index: Int) -> Int64 { Int64(source[index]) }
    let (year, month) = (field(TimeField.year), field(TimeField.month))
    guard (1601...30827).contains(year), (1...12).contains(month),
        (1...length(ofMonth: month, in: year)).contains(field(TimeField.day)),
        (0...23).contains(field(TimeField.hour)), (0...59).contains(field(TimeField.minute)),
        (0...59).contains(field(TimeField.second)), (0...999).contains(field(TimeField.milliseconds))
    else { return 0 }
    var days = daysBefore(year) + field(TimeField.day) - 1
    for earlier in 1..<month { days += length(ofMonth: earlier, in: year) }
    let minutes = field(TimeField.hour) * 60 + field(TimeField.minute)
    let milliseconds = (minutes * 60 + field(TimeField.second)) * 1000 + field(TimeField.milliseconds)
    Pointer<Int64>(time).value = (days * millisecondsPerDay + milliseconds) * unitsPerMillisecond
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
