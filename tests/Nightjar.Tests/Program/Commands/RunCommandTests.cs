namespace Nightjar.Tests.Program.Commands;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class RunCommandTests
{
    [Fact]
    public async Task The_banner_says_what_listens_where_and_what_comes_next()
    {
        using var program = new NightjarProcess();

        await program.StartAsync();

        Assert.Matches(@"listening +127\.0\.0\.1:\d+ \(STARTTLS\)", program.Banner);
        Assert.Contains(Path.Combine(program.Folder, "data") + " (new)", program.Banner, StringComparison.Ordinal);
        Assert.Contains("development-ca.pem", program.Banner, StringComparison.Ordinal);
        Assert.Contains("Next: register an account at localhost", program.Banner, StringComparison.Ordinal);
        Assert.Equal(0, await program.StopAsync());
    }

    [Fact]
    public async Task Testing_is_announced()
    {
        using var program = new NightjarProcess("testing: {no_rate_limits: true, plaintext_listeners: [{port: 0}]}");

        await program.StartAsync();

        Assert.Contains("TESTING        some listeners offer log-in WITHOUT TLS", program.Banner, StringComparison.Ordinal);
        Assert.Contains("(NO TLS)", program.Banner, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_configuration_is_refused_with_every_problem_and_exit_code_two()
    {
        using var program = new NightjarProcess();
        program.Write("limits:\n  conections: 1\nio_threads: x\n");

        var (code, _, error) = await program.RunAsync("run");

        Assert.Equal(2, code);
        Assert.Equal([$"{program.ConfigurationFile}:2:3: `limits.conections` is not a setting. Did you mean `connections`?",
            $"{program.ConfigurationFile}:3:13: `io_threads`: `x` is not a whole number."], error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_is_refused()
    {
        using var program = new NightjarProcess();
        await program.StartAsync();

        var (code, _, error) = await program.RunAsync("run");

        Assert.Equal(1, code);
        Assert.NotEmpty(error);
    }

    [Fact]
    public async Task The_control_socket_is_for_the_owner_alone_and_goes_with_the_server()
    {
        using var program = new NightjarProcess();
        await program.StartAsync();
        var socket = Path.Combine(program.Folder, "data", "control.sock");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));
        await program.StopAsync("INT");
        Assert.False(File.Exists(socket));
    }

    [Fact]
    public async Task After_a_kill_the_left_over_socket_is_no_obstacle()
    {
        using var program = new NightjarProcess();
        await program.StartAsync();
        await program.StopAsync("KILL");

        Assert.Equal(0, (await program.RunAsync("account add romeo@localhost", "wherefore\n")).Code);
        await program.StartAsync();
        Assert.Equal(0, (await program.RunAsync("account show romeo@localhost")).Code);
    }

    [Fact]
    public async Task Check_finds_a_taken_port_and_ends_with_one()
    {
        using var holder = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        holder.Start();
        using var program = new NightjarProcess();
        program.Write($"listeners:\n  - port: {((System.Net.IPEndPoint)holder.LocalEndpoint).Port}\n");

        var (code, output, _) = await program.RunAsync("check");

        Assert.Equal(1, code);
        Assert.Contains("is used by another program.\n         fix: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_is_content_with_a_fresh_configuration()
    {
        using var program = new NightjarProcess();

        var (code, output, _) = await program.RunAsync("check");

        Assert.True(code == 0, output);
    }
}
