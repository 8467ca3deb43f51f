using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Fabrique.Dsfr.Forms;

internal static class ModelErrors
{
    /// <summary>An error that is only an exception (a value that could not be read) has no sentence of its own.</summary>
    public static string Sentence(ModelError error) => string.IsNullOrWhiteSpace(error.ErrorMessage) ? "La valeur saisie n’est pas valide." : error.ErrorMessage;
}
