using RetentionTags.Binning.Pairs;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads <see cref="PairBinningModel"/>.</summary>
public static class PairBinningPersistence
{
    private const string Kind = "pair-binning";
    private const int Version = 1;

    extension(PairBinningModel model)
    {
        /// <summary>Writes the pair binning as JSON. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(model);
            Artefact.Write(destination, Kind, Version, PairBinningDocument.Of(model), ArtefactContext.Default.PairBinningDocument);
        }

        /// <summary>Reads a pair binning that was saved. It is the same as the one saved, to the bit.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The pair binning.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static PairBinningModel Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.PairBinningDocument, document => document.ToModel());
    }
}
