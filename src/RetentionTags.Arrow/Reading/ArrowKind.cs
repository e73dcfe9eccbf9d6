namespace RetentionTags.Arrow.Reading;

/// <summary>The types that can be read.</summary>
internal enum ArrowKind
{
    /// <summary>A type that tables do not hold.</summary>
    Unsupported,
    Null,
    Boolean,
    Int8,
    UInt8,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Float16,
    Float32,
    Float64,
    Decimal,
    Utf8,
    LargeUtf8,
    Utf8View,
    Date32,
    Date64,
    Timestamp,
}
