using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Platform.Exports;

namespace Fabrique.Web.Features.Exports.ListExports;

/// <summary>In « Mon espace », the way to one's exports, for those who may have some.</summary>
public sealed class MyExportsLink(ExportSources sources) : SpaceSection
{
    public override string Name => "exports";

    public override int Order => 95;

    public override string View => "/Features/Exports/_MyExportsLink.cshtml";

    public override Task<object?> ReadAsync(ListAddress address, CancellationToken cancellationToken) => Task.FromResult<object?>(sources.OffersAny ? this : null);
}
