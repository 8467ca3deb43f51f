using System.Globalization;

namespace Fabrique.Web.Setup;

/// <summary>
/// Names of the application's own cookies. Browsers share cookies between the ports of a host, so two demonstrations on one machine
/// would overwrite each other's: theirs carry the port.
/// </summary>
internal sealed class CookieNames(DemoMode demo, BoundAddresses addresses)
{
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
