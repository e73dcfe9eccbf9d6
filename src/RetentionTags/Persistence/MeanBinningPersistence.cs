using RetentionTags.Binning.Targets;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads <see cref="MeanBinningModel"/>.</summary>
public static class MeanBinningPersistence
{
    private const string Kind = "mean-binning";
    private const int Version = 1;

    extension(MeanBinningModel model)
    {
        /// <summary>Writes the model as JSON. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(model);
            Artefact.Write(destination, Kind, Version, MeanBinningDocument.Of(model), ArtefactContext.Default.MeanBinningDocument);
        }

        /// <summary>Reads a model that was saved. It is the same as the one saved, to the bit.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The model.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static MeanBinningModel Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.MeanBinningDocument, document => document.ToModel());
    }
}
