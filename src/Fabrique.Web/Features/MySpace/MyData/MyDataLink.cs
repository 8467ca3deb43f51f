using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;

namespace Fabrique.Web.Features.MySpace.MyData;

/// <summary>Where « Mes données » is, at the end of « Mon espace ».</summary>
public sealed class MyDataLink : SpaceSection
{
    public const string Page = "/mon-espace/donnees";

    public override string Name => "donnees";

    public override int Order => 95;

    public override string View => "/Features/MySpace/MyData/_MyDataLink.cshtml";

    public override Task<object?> ReadAsync(ListAddress address, CancellationToken cancellationToken) => Task.FromResult<object?>(this);
}
