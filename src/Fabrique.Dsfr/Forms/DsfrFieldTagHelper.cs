using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Fabrique.Dsfr.Forms;

/// <summary>
/// Base of the form fields. With <c>for</c>, the label comes from <c>[Display(Name)]</c>, the hint from <c>[Display(Description)]</c>, the rest from validation
/// attributes, the model's value and the model state (what the person typed wins over the model). Attributes written on the tag win over the model's.
/// </summary>
public abstract class DsfrFieldTagHelper : DsfrTagHelper
{
    /// <summary>The property to edit.</summary>
    public ModelExpression? For { get; set; }

    /// <summary>The name to post when there is no model (search forms).</summary>
    public string? Name { get; set; }

    /// <summary>The value to show when there is no model.</summary>
    public string? Value { get; set; }

    /// <summary>The values to show when there is no model and the field takes several.</summary>
    public IEnumerable<string>? Values { get; set; }

    /// <summary>The label, when the model does not give it or another is needed here.</summary>
    public string? Label { get; set; }

    /// <summary>The explanation under the label.</summary>
    public string? Hint { get; set; }

    /// <summary>Whether an answer is compulsory; by default what the model says.</summary>
    public bool? Required { get; set; }

    /// <summary>Whether "(facultatif)" follows the label of an optional field of the model. True by default.</summary>
    public bool MarkOptional { get; set; } = true;

    /// <summary>The most characters of a text, when the model does not give it or another is needed here.</summary>
    public int? MaximumLength { get; set; }

    /// <summary>Shown, cannot be edited, is not posted.</summary>
    public bool Disabled { get; set; }

    /// <summary>An error to show instead of those of the model state.</summary>
    public string? Error { get; set; }

    /// <summary>A confirmation to show when there is no error.</summary>
    public string? Success { get; set; }

    /// <summary>The control's id, when the one made from its name is already taken on the page.</summary>
    public string? Id { get; set; }

    private protected virtual bool IsRequiredByModel => For?.Metadata.IsRequired ?? false;

    private protected Field ReadField()
    {
        var name = For is null ? Require(Name, "for (or name)") : ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var label = Label ?? For?.Metadata.DisplayName;
        if (string.IsNullOrWhiteSpace(label))
        {
            throw Misuse($"the field {name} has no label; write label=\"…\" or put [Display(Name = \"…\")] on the property.");
        }

        var isRequired = Required ?? IsRequiredByModel;
        return new Field(
            name,
            ClaimId(Id ?? TagBuilder.CreateSanitizedId(name, "_")),
            MarkOptional && For is not null && !isRequired ? $"{label} (facultatif)" : label,
            string.IsNullOrEmpty(Hint) ? For?.Metadata.Description : Hint,
            isRequired,
            Disabled,
            Error is null ? ErrorsOf(name) : [Error],
            Success);
    }

    /// <summary>What was typed and refused, or else the model's value.</summary>
    private protected string? ReadValue(string name)
    {
        var entry = Entry(name);
        return entry?.RawValue is null ? Format(For?.Model) ?? Value : entry.AttemptedValue;
    }

    private protected ISet<string> ReadValues(string name)
    {
        var entry = Entry(name);
        var values = (entry?.RawValue, For?.Model) switch
        {
            (string[] typed, _) => typed,
            (string typed, _) => [typed],
            (_, string single) => [single],
            (_, System.Collections.IEnumerable many) => many.Cast<object?>().Select(Format),
            (_, { } single) => [Format(single)],
            _ when Values is { } given => given,
            _ => [Value],
        };
        return values.Where(value => value is not null).ToHashSet(StringComparer.Ordinal)!;
    }

    private protected int? ReadMaximumLength()
    {
        if (MaximumLength is not null)
        {
            return MaximumLength;
        }

        foreach (var rule in For?.Metadata.ValidatorMetadata ?? [])
        {
            if (rule is StringLengthAttribute { MaximumLength: > 0 and var length })
            {
                return length;
            }

            if (rule is MaxLengthAttribute { Length: > 0 and var maximum })
            {
                return maximum;
            }
        }

        return null;
    }

    /// <summary>How a value is written in a control, so that model binding reads it back.</summary>
    private protected virtual string? Format(object? value) => value switch
    {
        null => null,
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Enum choice => choice.ToString(),
        bool choice => choice ? "true" : "false",
        _ => Convert.ToString(value, French),
    };

    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    private ModelStateEntry? Entry(string name) => ViewContext.ModelState.TryGetValue(name, out var entry) ? entry : null;

    private IReadOnlyList<string> ErrorsOf(string name) => Entry(name) is { Errors.Count: > 0 } entry
        ? [.. entry.Errors.Select(ModelErrors.Sentence)]
        : [];
}
