using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Fabrique.Dsfr.Forms;

/// <summary>
/// The model state forgets in which order fields come; the model's properties are declared in the order of the form. An error of the whole form comes first, one of an unknown field last.
/// </summary>
internal static class FieldOrder
{
    /// <param name="model">The page's model.</param>
    /// <param name="field">A key of the model state: <c>Input.Ideas[2].Title</c>.</param>
    /// <returns>A text that sorts as the fields do.</returns>
    public static string Of(ModelMetadata model, string field)
    {
        var order = new StringBuilder();
        var current = model;
        foreach (var segment in field.Split('.', '[').Where(segment => segment.Length > 0))
        {
            int? rank;
            if (segment.EndsWith(']'))
            {
                rank = int.TryParse(segment.AsSpan(0, segment.Length - 1), CultureInfo.InvariantCulture, out var index) ? index : null;
                current = current?.ElementMetadata;
            }
            else
            {
                (rank, current) = Property(current, segment);
            }

            order.Append((rank ?? int.MaxValue).ToString("D10", CultureInfo.InvariantCulture));
        }

        return order.ToString();
    }

    private static (int? Rank, ModelMetadata? Property) Property(ModelMetadata? model, string name)
    {
        for (var i = 0; i < model?.Properties.Count; i++)
        {
            if (string.Equals(model.Properties[i].PropertyName, name, StringComparison.OrdinalIgnoreCase))
            {
                return (i, model.Properties[i]);
            }
        }

        return (null, null);
    }
}
