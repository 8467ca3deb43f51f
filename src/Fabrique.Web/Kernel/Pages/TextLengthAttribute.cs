using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Fabrique.Domain;

namespace Fabrique.Web.Kernel.Pages;

/// <summary>A text of several lines, and its length in characters as the browser counts them: a line end is one, although forms send two.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextLengthAttribute(int maximumLength) : StringLengthAttribute(maximumLength)
{
    public override bool IsValid(object? value) => base.IsValid(value is string text ? Texts.Lines(text) : value);

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) => IsValid(value)
        ? ValidationResult.Success
        : new ValidationResult(
            string.Create(
                CultureInfo.GetCultureInfo("fr-FR"),
                $"Ce texte compte {Texts.Lines((string)value!).Length:N0} caractères, pour {MaximumLength:N0} au plus : raccourcissez-le. Il est conservé ci-dessous, mais n’est pas encore enregistré."),
            validationContext.MemberName is { } name ? [name] : null);
}
