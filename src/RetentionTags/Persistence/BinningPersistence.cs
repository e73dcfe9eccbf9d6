using RetentionTags.Binning;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads <see cref="BinningModel"/>.</summary>
public static class BinningPersistence
{
    private const string Kind = "binning";
    private const int Version = 2;

    extension(BinningModel model)
    {
        /// <summary>Writes the binning model as JSON. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(model);
            Artefact.Write(destination, Kind, Version, BinningDocument.Of(model), ArtefactContext.Default.BinningDocument);
        }

        /// <summary>Reads a binning model that was saved. It is the same as the one saved, to the bit.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The binning model.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static BinningModel Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.BinningDocument, document => document.ToModel());
    }
}
