using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Fabrique.Web.Kernel.Pages;

/// <summary>A length in characters as the browser counts them: a line end is one, although forms send two.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextLengthAttribute(int maximumLength) : StringLengthAttribute(maximumLength)
{
    public override bool IsValid(object? value) => base.IsValid(value is string text ? Text.Normalise(text) : value);

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) => IsValid(value)
        ? ValidationResult.Success
        : new ValidationResult(
            string.Create(
                CultureInfo.GetCultureInfo("fr-FR"),
                $"Ce texte compte {Text.Normalise((string)value!).Length:N0} caractères, pour {MaximumLength:N0} au plus : raccourcissez-le. Il est conservé ci-dessous, mais n’est pas encore enregistré."),
            validationContext.MemberName is { } name ? [name] : null);
}

/// <summary>What people type, as it is stored.</summary>
public static class Text
{
    /// <summary>Line ends as one character, no blank around.</summary>
    public static string Normalise(string? text) => (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
}
