using System.Globalization;
using System.Text.Encodings.Web;
using Fabrique.Workflows;
using Fluid.Values;

namespace Fabrique.Web.Platform.Mail;

/// <summary>A tag whose facts were not given: false in a test, an error when shown. A letter with a hole is worse than a letter that waits.</summary>
internal sealed class MissingTagValue(string template, string tag) : FluidValue
{
    /// <summary>In the data of the error: the name of the tag that was to be shown.</summary>
    public const string Tag = "tag";

    public override FluidValues Type => FluidValues.Nil;

    public override bool Equals(FluidValue? other) => other is null || other.IsNil();

    public override bool Equals(object? obj) => obj is FluidValue other && Equals(other);

    public override int GetHashCode() => tag.GetHashCode(StringComparison.Ordinal);

    public override bool ToBooleanValue() => false;

    public override bool IsNil() => true;

    public override decimal ToNumberValue() => throw Missing();

    public override string ToStringValue() => throw Missing();

    public override object ToObjectValue() => throw Missing();

    public override ValueTask WriteToAsync(TextWriter writer, TextEncoder encoder, CultureInfo cultureInfo) => throw Missing();

    private PermanentFailureException Missing() => new($"Le message « {template} » montre la balise « {tag} », dont rien n’est connu à cette étape.") { Data = { [Tag] = tag } };
}
