using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using RetentionTags.Numerics;

namespace RetentionTags.Data;

/// <summary>
/// Numbers texts in UTF-8 densely by their ordinal order. A table with open addressing holds hashes and copies of the distinct texts; the cache lines of both are asked for a batch of texts ahead. Distinct texts are
/// sorted by the eight bytes after what all of them begin with, and compared only where these are equal.
/// </summary>
internal ref struct Utf8Numbering
{
    private const int Batch = 64;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private readonly Utf8Keys _keys;
    private readonly ulong[] _hashes;
    private readonly int[] _places;
    private readonly List<int> _firstRows;
    private Slot[] _slots;
    private byte[] _texts;
    private int _used;

    private Utf8Numbering(Utf8Keys keys)
    {
        _keys = keys;
        _hashes = new ulong[Batch];
        _places = new int[Batch];
        _texts = new byte[1 << 16];
        _firstRows = [];
        _slots = new Slot[1 << 13];
    }

    /// <summary>The distinct texts in ordinal order, and for each row the place of its text among them.</summary>
    /// <exception cref="ArgumentException">A text is empty or no UTF-8.</exception>
    public static (string[] Distinct, int[] Numbers) Encode(Utf8Keys keys)
    {
        var numbering = new Utf8Numbering(keys);
        int[] numbers = GC.AllocateUninitializedArray<int>(keys.Count);
        for (int first = 0; first < keys.Count; first += Batch)
            numbering.NumberBatch(first, numbers.AsSpan(first, Math.Min(Batch, keys.Count - first)));
        (string[] distinct, int[] placeOf) = numbering.InOrder();
        for (int row = 0; row < numbers.Length; row++)
            numbers[row] = placeOf[numbers[row]];
        return (distinct, numbers);
    }

    public static ArgumentException Empty(int row) => new($"Row {row}: the entity key is empty. Every event belongs to an entity; leave such rows out beforehand.");

    private void NumberBatch(int first, Span<int> numbers)
    {
        while (2 * (_firstRows.Count + numbers.Length) > _slots.Length)
            Grow();
        AskForSlots(first, numbers.Length);
        AskForTexts(numbers.Length);
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = NumberOf(first + i, _hashes[i], _places[i]);
    }

    private readonly unsafe void AskForSlots(int first, int count)
    {
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> text = _keys[first + i];
            if (text.IsEmpty)
                throw Empty(first + i);
            _hashes[i] = HashOf(text);
            _places[i] = (int)(_hashes[i] & (ulong)(_slots.Length - 1));
            if (Sse.IsSupported)
                Sse.Prefetch0(Unsafe.AsPointer(ref _slots[_places[i]]));
        }
    }

    /// <summary>Goes on to the slot in which each text is, or would be, and asks for the text that the slot points to.</summary>
    private readonly unsafe void AskForTexts(int count)
    {
        for (int i = 0; i < count; i++)
        {
            int place = _places[i];
            while (_slots[place].Number != 0 && _slots[place].Hash != _hashes[i])
                place = (place + 1) & (_slots.Length - 1);
            _places[i] = place;
            if (Sse.IsSupported && _slots[place].Number != 0)
                Sse.Prefetch0(Unsafe.AsPointer(ref _texts[_slots[place].Start]));
        }
    }

    /// <summary>The number of a row's text, looked for from a slot on. Only texts with equal hashes are compared.</summary>
    private int NumberOf(int row, ulong hash, int place)
    {
        ReadOnlySpan<byte> text = _keys[row];
        while (_slots[place].Number != 0)
        {
            if (_slots[place].Hash == hash && IsAt(_slots[place].Start, text))
                return _slots[place].Number - 1;
            place = (place + 1) & (_slots.Length - 1);
        }

        _firstRows.Add(row);
        _slots[place] = new(hash, _firstRows.Count, Keep(text));
        return _firstRows.Count - 1;
    }

    private readonly bool IsAt(int start, ReadOnlySpan<byte> text) =>
        BinaryPrimitives.ReadInt32LittleEndian(_texts.AsSpan(start)) == text.Length && _texts.AsSpan(start + sizeof(int), text.Length).SequenceEqual(text);

    /// <summary>Writes a text, its length before it, behind the others: distinct texts lie close together, and the rows in which they first occurred do not.</summary>
    private int Keep(ReadOnlySpan<byte> text)
    {
        int start = _used;
        _used = checked(_used + sizeof(int) + text.Length);
        if (_texts.Length < _used)
            Array.Resize(ref _texts, (int)Math.Min(Array.MaxLength, Math.Max(2L * _texts.Length, _used)));
        BinaryPrimitives.WriteInt32LittleEndian(_texts.AsSpan(start), text.Length);
        text.CopyTo(_texts.AsSpan(start + sizeof(int)));
        return start;
    }

    private void Grow()
    {
        Slot[] old = _slots;
        _slots = new Slot[4 * old.Length];
        foreach (Slot slot in old)
        {
            if (slot.Number == 0)
                continue;
            int place = (int)(slot.Hash & (ulong)(_slots.Length - 1));
            while (_slots[place].Number != 0)
                place = (place + 1) & (_slots.Length - 1);
            _slots[place] = slot;
        }
    }

    private static ulong HashOf(ReadOnlySpan<byte> text)
    {
        ulong hash = (ulong)text.Length * Multiplier;
        while (text.Length >= 8)
        {
            hash = Mixed(hash, BinaryPrimitives.ReadUInt64LittleEndian(text));
            text = text[8..];
        }

        return text.IsEmpty ? hash : Mixed(hash, EightBytes(text));
    }

    private static ulong Mixed(ulong hash, ulong word)
    {
        ulong high = Math.BigMul(hash ^ word, Multiplier, out ulong low);
        return (high ^ low) * Multiplier ^ (low >> 29);
    }

    /// <summary>The first eight bytes as a number that orders as they do, filled up with zeros.</summary>
    private static ulong EightBytes(ReadOnlySpan<byte> text)
    {
        Span<byte> eight = stackalloc byte[8];
        eight.Clear();
        text[..Math.Min(8, text.Length)].CopyTo(eight);
        return BinaryPrimitives.ReadUInt64BigEndian(eight);
    }

    private readonly (string[] Distinct, int[] PlaceOf) InOrder()
    {
        int[] rows = [.. _firstRows], numbers = [.. Enumerable.Range(0, rows.Length)];
        int common = CommonLength(rows);
        var heads = new ulong[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            heads[i] = EightBytes(_keys[rows[i]][common..]);
        RadixSort.Sort<int>(heads, numbers);
        SortEqualHeads(heads, numbers, rows);
        var distinct = new string[rows.Length];
        var placeOf = new int[rows.Length];
        for (int place = 0; place < rows.Length; place++)
        {
            placeOf[numbers[place]] = place;
            distinct[place] = ToText(rows[numbers[place]]);
        }

        return InUtf16Order(distinct, placeOf);
    }

    private readonly string ToText(int row)
    {
        ReadOnlySpan<byte> text = _keys[row];
        return System.Text.Unicode.Utf8.IsValid(text)
            ? Encoding.UTF8.GetString(text)
            : throw new ArgumentException($"Row {row}: the entity key {Convert.ToHexString(text)} (in hexadecimal) is no UTF-8.", nameof(row));
    }

    /// <summary>How many bytes all texts begin with alike.</summary>
    private readonly int CommonLength(int[] rows)
    {
        ReadOnlySpan<byte> first = _keys[rows[0]];
        int common = first.Length;
        foreach (int row in rows)
            common = Math.Min(common, first.CommonPrefixLength(_keys[row]));
        return common;
    }

    private readonly void SortEqualHeads(ulong[] heads, int[] numbers, int[] rows)
    {
        for (int start = 0, end; start < heads.Length; start = end)
        {
            for (end = start + 1; end < heads.Length && heads[end] == heads[start];)
                end++;
            if (end - start < 2)
                continue;
            string[] texts = new string[end - start];
            for (int i = start; i < end; i++)
                texts[i - start] = ToText(rows[numbers[i]]);
            texts.AsSpan().Sort(numbers.AsSpan(start..end), StringComparer.Ordinal);
        }
    }

    /// <summary>Bytes of UTF-8 order as code points do, and strings as UTF-16 does: the two differ where characters beyond 16 bits meet private or half-width ones.</summary>
    private static (string[] Distinct, int[] PlaceOf) InUtf16Order(string[] distinct, int[] placeOf)
    {
        bool isSorted = true;
        for (int i = 1; i < distinct.Length && isSorted; i++)
            isSorted = string.CompareOrdinal(distinct[i - 1], distinct[i]) < 0;
        if (isSorted)
            return (distinct, placeOf);
        int[] places = [.. Enumerable.Range(0, distinct.Length)], newPlaceOf = new int[places.Length];
        Array.Sort(distinct, places, StringComparer.Ordinal);
        for (int place = 0; place < places.Length; place++)
            newPlaceOf[places[place]] = place;
        return (distinct, [.. placeOf.Select(place => newPlaceOf[place])]);
    }

    /// <summary>A text's hash, its number plus 1 (0 is an empty slot), and where it is kept.</summary>
    private readonly record struct Slot(ulong Hash, int Number, int Start);
}
