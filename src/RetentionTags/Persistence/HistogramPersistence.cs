using RetentionTags.Binning;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads <see cref="BinningHistogram"/>.</summary>
public static class HistogramPersistence
{
    private const string Kind = "binning-histogram";
    private const int Version = 1;

    extension(BinningHistogram histogram)
    {
        /// <summary>Writes the histogram as JSON. Histograms of the same rows, with the same columns in the same order, give the same bytes. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        /// <exception cref="ArgumentException">The name of a column or a category is no valid Unicode text.</exception>
        /// <exception cref="InvalidOperationException">The histogram is of counts that were made elsewhere.</exception>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(histogram);
            Artefact.Write(destination, Kind, Version, HistogramDocument.Of(histogram), ArtefactContext.Default.HistogramDocument);
        }

        /// <summary>Reads a histogram that was saved. It is the same as the one saved, to the bit, and rows can be added to it.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The histogram.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static BinningHistogram Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.HistogramDocument, document => document.ToHistogram());
    }
}
