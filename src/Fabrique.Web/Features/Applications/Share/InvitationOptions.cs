using Fabrique.Domain;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Features.Applications.Share;

/// <summary>The section <c>Invitations</c> of the configuration.</summary>
public sealed class InvitationOptions
{
    public const string Section = "Invitations";

    /// <summary>The only one of a demonstration that lists none.</summary>
    public const string DemoDomain = "fabrique.example";

    /// <summary>Domains of the addresses that may be invited though they are nobody’s of the directory, those beneath them included; nobody outside the directory is when there is none.</summary>
    public IReadOnlyList<string> Domains { get; set; } = [];

    /// <summary>Why an address that is nobody’s of the directory may not be invited; null when it may.</summary>
    public Refusal? WhyNot(string email)
    {
        var domain = email[(email.LastIndexOf('@') + 1)..];
        return Domains.Any(known => domain.Equals(known, StringComparison.OrdinalIgnoreCase) || domain.EndsWith($".{known}", StringComparison.OrdinalIgnoreCase)) ? null
            : Domains.Count == 0 ? new Refusal("invitation-outside", "Seules les personnes de l’annuaire peuvent être invitées, et personne n’y a cette adresse. Une personne y entre à sa première connexion.")
            : new Refusal("invitation-outside", $"Une adresse hors de l’annuaire doit être celle d’un service de l’État : {string.Join(", ", Domains.Select(known => $"@{known}"))}.");
    }

    /// <summary>An address as others than whoever invited read it: « n…@exemple.gouv.fr ».</summary>
    public static string Veil(string email) => email.IndexOf('@') is > 0 and var at ? $"{email[0]}…{email[at..]}" : "Une personne";
}

/// <summary>A setting that cannot work stops the application at start.</summary>
internal sealed class InvitationOptionsValidator : IValidateOptions<InvitationOptions>
{
    public ValidateOptionsResult Validate(string? name, InvitationOptions options) => options.Domains.FirstOrDefault(domain => Uri.CheckHostName(domain) is not UriHostNameType.Dns) is { } wrong
        ? ValidateOptionsResult.Fail($"Invitations:Domains contient «\u00a0{wrong}\u00a0»\u00a0: donnez un domaine, par exemple «\u00a0developpement-durable.gouv.fr\u00a0».")
        : ValidateOptionsResult.Success;
}
