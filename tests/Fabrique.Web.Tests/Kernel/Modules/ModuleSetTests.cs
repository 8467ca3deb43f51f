using Fabrique.Testing;
using Fabrique.Web.Kernel.Hosting;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Kernel.Modules;

public sealed class ModuleSetTests
{
    [Fact]
    public void A_module_given_twice_stops_the_start_and_is_named()
    {
        var refusal = Assert.Throws<StartUpException>(() => new ModuleSet([new First(), new First()]));
        Assert.Contains("«\u00a0premier\u00a0»", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(First).FullName!, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_modules_with_one_code_stop_the_start_and_both_are_named()
    {
        var refusal = Assert.Throws<StartUpException>(() => new ModuleSet([new First(), new SameCode()]));
        Assert.Contains(typeof(First).FullName!, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(SameCode).FullName!, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_modules_with_one_kind_of_task_stop_the_start_and_both_are_named()
    {
        var refusal = Assert.Throws<StartUpException>(() => new ModuleSet([new First(), new Second()]).AddTo(new ServiceCollection()));
        Assert.Contains("«\u00a0Report\u00a0»", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("«\u00a0premier\u00a0» et le module «\u00a0second\u00a0»", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Fabrique.Absent")]
    [InlineData("Fabrique.Domain")]
    public void An_assembly_that_is_not_there_or_holds_no_module_stops_the_start_and_is_named(string assembly)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("Fabrique:Modules:0", assembly)]).Build();
        Assert.Contains(assembly, Assert.Throws<StartUpException>(() => Fabrique.Web.Setup.Modules.Load(configuration)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_of_the_product_says_so()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        var (code, output) = await FabriqueProcess.RunAsync(
            [.. database.Settings, KeyValuePair.Create<string, string?>("Fabrique:Modules:0", "Fabrique.SampleNoun"), KeyValuePair.Create<string, string?>("Fabrique:Modules:1", "Fabrique.SampleNoun")]);
        Assert.Equal(1, code);
        Assert.Contains("Deux modules portent le code «\u00a0ateliers\u00a0»", output, StringComparison.Ordinal);
    }

    private class First : FabriqueModule
    {
        public override string Code => "premier";

        public override void Declare(ModuleBuilder module) => module.Task(new TaskKind("Report", "Compte rendu", "le compte rendu", "/compte-rendu"));
    }

    private sealed class SameCode : FabriqueModule
    {
        public override string Code => "premier";

        public override void Declare(ModuleBuilder module) => Assert.NotNull(module);
    }

    private sealed class Second : First
    {
        public override string Code => "second";
    }
}
