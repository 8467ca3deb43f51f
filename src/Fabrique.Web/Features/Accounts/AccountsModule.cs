using Fabrique.Domain.People;
using Fabrique.Web.Features.Accounts.ChangeAccess;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;

namespace Fabrique.Web.Features.Accounts;

/// <summary>« Comptes »: who has access, and from whom it was withdrawn.</summary>
public sealed class AccountsModule : FabriqueModule
{
    public override string Code => "comptes";

    public override void Declare(ModuleBuilder module)
    {
        module.Administer(new AdministrationEntry("Comptes", AccountLinks.All, "Qui a accès au service. Retirer l’accès de quelqu’un qui part, ou le rendre.", 34));
        module.Services
            .AddScoped<WithdrawAccountHandler>()
            .AddScoped<RestoreAccountHandler>();
    }
}

/// <summary>How the roles of an account are listed.</summary>
internal static class RoleNames
{
    /// <returns>« Équipe de la Fabrique, coach »; a dash when there is none.</returns>
    public static string Of(IEnumerable<string> held)
    {
        var names = string.Join(", ", AppRoles.All.Intersect(held, StringComparer.Ordinal).Select(AppRoles.Name));
        return names.Length == 0 ? "–" : $"{char.ToUpperInvariant(names[0])}{names[1..]}";
    }
}

public static class AccountLinks
{
    public const string All = "/administration/comptes";

    public static string Change(Guid id) => $"{All}/{id:D}";
}
