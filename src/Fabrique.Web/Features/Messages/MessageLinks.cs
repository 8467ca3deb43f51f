using System.Globalization;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Pages;

namespace Fabrique.Web.Features.Messages;

/// <summary>Addresses of the pages about messages. A key is two segments: folder and name.</summary>
public static class MessageLinks
{
    public static string Edit(string key, string procedure = MessageOverride.Everywhere) => Edit(key, new MessageScope(procedure));

    public static string Edit(string key, MessageScope scope) => Of(key, "", scope);

    public static string Versions(string key, string procedure = MessageOverride.Everywhere) => Versions(key, new MessageScope(procedure));

    public static string Versions(string key, MessageScope scope) => Of(key, "/versions", scope);

    public static string Compare(string key, MessageScope scope, int before, int after) =>
        string.Create(CultureInfo.InvariantCulture, $"{Versions(key, scope)}{(scope.IsEverywhere ? '?' : '&')}de={before}&a={after}");

    public static string Switch(string key, string procedure = MessageOverride.Everywhere) => Switch(key, new MessageScope(procedure));

    public static string Switch(string key, MessageScope scope) => Of(key, "/coupure", scope);

    private static string Of(string key, string page, MessageScope scope)
    {
        var named = new[] { (MessagePage.ProcedureName, scope.Procedure), (MessagePage.StepName, scope.Step), (MessagePage.CasesName, scope.Cases) }
            .Where(part => part.Item2.Length > 0)
            .Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2)}")
            .ToList();
        return $"{AdministrationLinks.Messages}/{key}{page}{(named.Count == 0 ? "" : $"?{string.Join('&', named)}")}";
    }
}
