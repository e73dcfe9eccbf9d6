using RetentionTags.Features;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads <see cref="SegmentGrid"/>.</summary>
public static class SegmentGridPersistence
{
    private const string Kind = "segment-grid";
    private const int Version = 1;

    extension(SegmentGrid grid)
    {
        /// <summary>Writes the grid's rules as JSON. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(grid);
            Artefact.Write(destination, Kind, Version, SegmentGridDocument.Of(grid), ArtefactContext.Default.SegmentGridDocument);
        }

        /// <summary>Reads a grid that was saved, and proves again that each cell is in one segment.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The grid.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static SegmentGrid Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.SegmentGridDocument, document => document.ToGrid());
    }
}
