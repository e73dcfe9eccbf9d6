using RetentionTags.Binning.Targets;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads <see cref="ClassBinningModel"/>.</summary>
public static class ClassBinningPersistence
{
    private const string Kind = "class-binning";
    private const int Version = 1;

    extension(ClassBinningModel model)
    {
        /// <summary>Writes the model as JSON. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(model);
            Artefact.Write(destination, Kind, Version, ClassBinningDocument.Of(model), ArtefactContext.Default.ClassBinningDocument);
        }

        /// <summary>Reads a model that was saved. It is the same as the one saved, to the bit.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The model.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static ClassBinningModel Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.ClassBinningDocument, document => document.ToModel());
    }
}
