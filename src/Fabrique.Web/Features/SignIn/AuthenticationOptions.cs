using System.ComponentModel.DataAnnotations;
using Fabrique.Web.Kernel.Hosting;
using Microsoft.Identity.Web;

namespace Fabrique.Web.Features.SignIn;

/// <summary>Section <c>Authentication</c>: who says who people are.</summary>
public sealed class AuthenticationOptions : IValidatableObject
{
    public const string Section = "Authentication";
    public const string EntraSection = "Authentication:Entra";
    public const string DemoMode = "Demo";
    public const string EntraMode = "Entra";

    /// <summary><c>Entra</c>, or <c>Demo</c> (the default in Development, refused in Production).</summary>
    [AllowedValues("", DemoMode, EntraMode, ErrorMessage = "Authentication:Mode doit valoir Demo ou Entra.")]
    public string Mode { get; init; } = "";

    /// <summary>Application role given to the members of a directory group: <c>Authentication:GroupRoles:{group id} = Directeur</c>.</summary>
    public IDictionary<string, string> GroupRoles { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The registration in Entra ID, under the names of Microsoft.Identity.Web; null in demonstration.</summary>
    public EntraRegistration? Entra { get; init; }

    public static bool IsDemo(IConfiguration configuration, IHostEnvironment environment) => configuration[$"{Section}:{nameof(Mode)}"] switch
    {
        DemoMode => true,
        null or "" => environment.IsDevelopment(),
        _ => false,
    };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var role in GroupRoles.Values.Except(Domain.People.AppRoles.All, StringComparer.Ordinal))
        {
            yield return new ValidationResult($"Authentication:GroupRoles nomme un rôle inconnu, «\u00a0{role}\u00a0»\u00a0; les rôles sont {string.Join(", ", Domain.People.AppRoles.All)}.");
        }
    }
}

/// <summary>Section <c>Authentication:Entra</c>, checked only when it is the one in use.</summary>
public sealed class EntraRegistration
{
    public const string DefaultInstance = "https://login.microsoftonline.com/";

    /// <summary>Address of the directory, <see cref="DefaultInstance"/> unless it is a sovereign cloud.</summary>
    public string Instance { get; init; } = DefaultInstance;

    public string TenantId { get; init; } = "";

    public string ClientId { get; init; } = "";

    public string? ClientSecret { get; init; }

    /// <summary>Certificates instead of a secret, described as Microsoft.Identity.Web documents.</summary>
    public IList<CertificateDescription> ClientCertificates { get; init; } = [];

    public IEnumerable<string> Problems()
    {
        if (!Uri.TryCreate(Instance, UriKind.Absolute, out var instance) || instance.Scheme != Uri.UriSchemeHttps)
        {
            yield return "Authentication:Entra:Instance doit être une adresse https, par exemple https://login.microsoftonline.com/.";
        }

        if (!Guid.TryParse(TenantId, out _))
        {
            yield return "Authentication:Entra:TenantId doit être l’identifiant (GUID) de l’annuaire.";
        }

        if (!Guid.TryParse(ClientId, out _))
        {
            yield return "Authentication:Entra:ClientId doit être l’identifiant (GUID) de l’application inscrite dans l’annuaire.";
        }

        if (string.IsNullOrEmpty(ClientSecret) && ClientCertificates.Count == 0)
        {
            yield return "Authentication:Entra:ClientSecret ou Authentication:Entra:ClientCertificates doit être renseigné.";
        }
    }
}
