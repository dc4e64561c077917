using Nightjar.Scenarios.Script;
using Nightjar.Scenarios.Worlds;

namespace Nightjar.Scenarios;

public sealed class InMemory
{
    public static TheoryData<string> Names => [.. Transcript.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Scenario(string name)
    {
        Transcript transcript = Transcript.All[name];
        await using IWorld world = await MemoryWorld.CreateAsync(transcript);
        await new Performance(transcript, world).PlayAsync();
    }
}

public sealed class AgainstTheProgram(SharedProgram program) : IClassFixture<SharedProgram>
{
    public static TheoryData<string> Names => [.. Transcript.All.Values.Where(t => t.OnlyInMemory is null).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Scenario(string name)
    {
        Transcript transcript = Transcript.All[name];
        await using IWorld world = await program.EnterAsync(transcript);
        await new Performance(transcript, world).PlayAsync();
    }
}
