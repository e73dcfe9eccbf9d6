using RetentionTags.Lifetime;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads <see cref="GammaGammaModel"/>.</summary>
public static class SpendPersistence
{
    private const string Kind = "spend-model";
    private const int Version = 1;

    extension(GammaGammaModel model)
    {
        /// <summary>Writes the model as JSON: parameters, correlation, recipe, report. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(model);
            Artefact.Write(destination, Kind, Version, SpendModelDocument.Of(model), ArtefactContext.Default.SpendModelDocument);
        }

        /// <summary>Reads a model of spend that was saved. It says the same, to the bit.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The model.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static GammaGammaModel Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.SpendModelDocument, document => document.ToModel());
    }
}
