using System.Globalization;
using Fabrique.Web.Kernel.Hosting;

namespace Fabrique.Web.Setup;

/// <summary>
/// Names of the application's own cookies. Browsers share cookies between the ports of a host, so two demonstrations on one machine
/// would overwrite each other's: theirs carry the port.
/// </summary>
internal sealed class CookieNames(DemoMode demo, BoundAddresses addresses)
{
    /// <summary>
    /// The cookie that protects forms. The framework refuses to write one that is always secure over plain http, even on loopback, where
    /// browsers would keep it: a demonstration's follows the request.
    /// </summary>
    public CookieBuilder ForForms(CookieBuilder model)
    {
        if (!demo.IsOn)
        {
            return For("formulaire", model);
        }

        return new NamedCookie(() => string.Create(CultureInfo.InvariantCulture, $"fabrique-{addresses.Local.Port}-formulaire"))
        {
            Path = "/",
            HttpOnly = true,
            IsEssential = true,
            SecurePolicy = CookieSecurePolicy.SameAsRequest,
            SameSite = model.SameSite,
        };
    }

    public CookieBuilder For(string purpose, CookieBuilder model) => new NamedCookie(() => Name(purpose))
    {
        Path = "/",
        HttpOnly = true,
        IsEssential = true,
        SecurePolicy = CookieSecurePolicy.Always,
        SameSite = model.SameSite,
    };

    private string Name(string purpose) => demo.IsOn
        ? string.Create(CultureInfo.InvariantCulture, $"__Host-fabrique-{addresses.Local.Port}-{purpose}")
        : $"__Host-fabrique-{purpose}";

    /// <summary>The name is asked for at each use: the port is not known when options are made.</summary>
    private sealed class NamedCookie(Func<string> name) : CookieBuilder
    {
        public override string? Name
        {
            get => name();
            set => base.Name = value;
        }
    }
}
