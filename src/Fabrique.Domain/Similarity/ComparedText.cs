using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Products;

namespace Fabrique.Domain.Similarity;

/// <summary>What of an application or a product is compared with others, as people wrote it.</summary>
/// <param name="Title">What names it; it counts twice.</param>
/// <param name="Parts">The texts, each under what was asked.</param>
public sealed record ComparedText(string Title, IReadOnlyList<ComparedPart> Parts)
{
    private const double TitleWeight = 2;

    public WordBag Words => WordBag.Of([(Title, TitleWeight), .. Parts.Select(part => (part.Text, 1.0))]);

    /// <summary>The answers that were written: what is chosen in a list says the same in every application, and a remark to the team is not the idea.</summary>
    public static ComparedText Of(Application application)
    {
        var (form, answers) = (application.Form, application.Answers);
        var sight = form.SightOf(answers);
        return new ComparedText(application.Title,
        [
            .. form.Questions
                .Where(field => field.Key is not (ApplicationForms.Title or ApplicationForms.Opinion) && sight.Contains(field.Key) && (field.Kind == FieldKind.Text || field.Kind == FieldKind.LongText))
                .Select(field => new ComparedPart(field.Label, answers.Text(field.Key)))
                .Where(part => part.Text.Length > 0),
        ]);
    }

    public static ComparedText Of(Product product) => OfProduct(product.Name, product.Pitch);

    public static ComparedText OfProduct(string name, string pitch) => new(name, [new ComparedPart("Présentation", pitch)]);
}

/// <summary>One of the texts that are compared.</summary>
/// <param name="Label">What was asked.</param>
/// <param name="Text">What was written.</param>
public sealed record ComparedPart(string Label, string Text);
