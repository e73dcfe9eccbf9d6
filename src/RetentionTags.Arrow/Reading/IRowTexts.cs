namespace RetentionTags.Arrow.Reading;

/// <summary>The text of each row of a batch, in UTF-8. Good until the next one is asked for.</summary>
internal interface IRowTexts
{
    ReadOnlySpan<byte> At(in ArrayView array, int row);
}
