using System.Globalization;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Pages;

namespace Fabrique.Web.Features.Messages;

/// <summary>Addresses of the pages about messages. A key is two segments: folder and name.</summary>
public static class MessageLinks
{
    public static string Edit(string key, string procedure = MessageOverride.Everywhere) => Of(key, "", procedure);

    public static string Versions(string key, string procedure = MessageOverride.Everywhere) => Of(key, "/versions", procedure);

    public static string Compare(string key, string procedure, int before, int after) =>
        string.Create(CultureInfo.InvariantCulture, $"{Versions(key, procedure)}{(procedure.Length == 0 ? '?' : '&')}de={before}&a={after}");

    public static string Switch(string key, string procedure = MessageOverride.Everywhere) => Of(key, "/coupure", procedure);

    private static string Of(string key, string page, string procedure) =>
        $"{AdministrationLinks.Messages}/{key}{page}{(procedure.Length == 0 ? "" : $"?procedure={Uri.EscapeDataString(procedure)}")}";
}
